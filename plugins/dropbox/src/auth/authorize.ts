import { type AuthorizeIO, authorizeByCode, type BackendContext, ConfigError, type OAuthProvider } from '@tranship/core/backend'
import type { DropboxOptions } from '../options.js'
import { type App, appOf } from '../settings.js'

/** What a person is asked to allow; the same as rclone asks for. */
const SCOPES = ['files.metadata.write', 'files.content.write', 'files.content.read', 'sharing.write', 'account_info.read']

/** The log-in with the browser: gives the token in the form in which rclone keeps it. */
export async function authorize(
  options: DropboxOptions,
  io: AuthorizeIO,
  context: BackendContext,
): Promise<Readonly<Record<string, string>>> {
  const provider = providerOf(appOf(options), scopesFor(options))
  if (provider === undefined) {
    const advice = 'make an app at https://www.dropbox.com/developers/apps and give its key'
    throw new ConfigError(`remote "${context.remote}": "client_id" is missing: ${advice}`)
  }
  // The page is the same by either name, and Dropbox takes only the one that was registered: that of rclone.
  const redirectUrl = io.redirectUrl.replace('//127.0.0.1:', '//localhost:')
  return { token: JSON.stringify(await authorizeByCode(provider, { ...io, redirectUrl }, context)) }
}

function scopesFor({ impersonate, impersonate_admin }: DropboxOptions): readonly string[] {
  return [
    ...SCOPES,
    ...(impersonate !== undefined || impersonate_admin !== undefined ? ['team_data.member'] : []),
    ...(impersonate === undefined ? [] : ['members.read']),
  ]
}

/** Undefined where nobody says whose app it is. */
export function providerOf({ id, secret, authorizationUrl, tokenUrl }: App, scopes: readonly string[]): OAuthProvider | undefined {
  if (id === undefined) return undefined
  return {
    authorizationUrl,
    tokenUrl,
    clientId: id,
    ...(secret !== undefined && { clientSecret: secret }),
    scopes,
    parameters: { token_access_type: 'offline' }, // else the log-in lasts for four hours
  }
}
