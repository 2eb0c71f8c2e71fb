import type { OAuthProvider } from '@tranship/core/backend'
import type { DriveOptions } from '../options.js'

const AUTHORIZATION_URL = 'https://accounts.google.com/o/oauth2/auth'
const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** Where credentials are found. Which is read at the first request: opening a remote reads no file. */
export type Login = {
  readonly scopes: readonly string[]
  /** What tells this log-in from others. May be a secret. */
  readonly identity: string
} & (
  | { readonly kind: 'token'; readonly provider: OAuthProvider; readonly token: string | undefined }
  | {
      readonly kind: 'credentials'
      readonly source: CredentialSource
      readonly impersonate: string | undefined
      readonly tokenUrl: string | undefined
    }
)

/** A JSON text, or the file that has it. */
export type CredentialSource = { readonly text: string } | { readonly file: string } | 'environment'

export function loginOf(options: DriveOptions, remote: string): Login {
  const scopes = scopesOf(options.scope)
  const { impersonate, token_url: tokenUrl } = options
  const source = sourceOf(options)
  if (source !== undefined)
    return { kind: 'credentials', scopes, source, impersonate, tokenUrl, identity: `${JSON.stringify(source)}|${impersonate}` }
  return {
    kind: 'token',
    scopes,
    provider: providerOf(options),
    token: options.token,
    identity: refreshTokenIn(options.token) ?? `remote ${remote}`,
  }
}

/** Who is asked for access, and in whose name. */
export function providerOf(options: DriveOptions): OAuthProvider {
  const { client_id: clientId = '', client_secret: clientSecret, auth_url, token_url } = options
  return {
    authorizationUrl: auth_url ?? AUTHORIZATION_URL,
    tokenUrl: token_url ?? TOKEN_URL,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    scopes: scopesOf(options.scope),
    parameters: { access_type: 'offline', prompt: 'consent' }, // else a second log-in has no refresh token
  }
}

/** The scopes in Google's form: `drive` is https://www.googleapis.com/auth/drive. */
function scopesOf(text: string): readonly string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '')
  return names.map((name) =>
    name.includes('/') ? name : `https://www.googleapis.com/auth/${name === 'drive.appfolder' ? 'drive.appdata' : name}`,
  )
}

function sourceOf({ service_account_file, service_account_credentials, env_auth }: DriveOptions): CredentialSource | undefined {
  if (service_account_credentials !== undefined) return { text: service_account_credentials }
  if (service_account_file !== undefined) return { file: service_account_file }
  return env_auth ? 'environment' : undefined
}

/** It stays when the token is renewed. */
function refreshTokenIn(token: string | undefined): string | undefined {
  return /"refresh_token"\s*:\s*"([^"]+)"/.exec(token ?? '')?.[1]
}
