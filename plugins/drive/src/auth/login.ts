import { type OAuthProvider, parseToken, type Token } from '@tranship/core/backend'
import type { DriveOptions } from '../options.js'
import { type CredentialSource, type Credentials, readCredentials } from './credentials.js'

const AUTHORIZATION_URL = 'https://accounts.google.com/o/oauth2/auth'
const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** What tokens are had by. */
export type Login = {
  readonly scopes: readonly string[]
  readonly tokenUrl: string | undefined
} & (
  | { readonly kind: 'token'; readonly provider: OAuthProvider; readonly token: Token }
  | { readonly kind: 'credentials'; readonly credentials: Credentials; readonly impersonate: string | undefined }
)

/** The log-in of a remote; reads its file, if there is one. Rejects with a ConfigError where there is none, or it is none. */
export async function loginOf(options: DriveOptions, remote: string): Promise<Login> {
  const { impersonate, token_url: tokenUrl } = options
  const scopes = scopesOf(options.scope)
  const source = sourceOf(options)
  if (source !== undefined)
    return { kind: 'credentials', scopes, tokenUrl, impersonate, credentials: await readCredentials(source, remote) }
  return { kind: 'token', scopes, tokenUrl, provider: providerOf(options), token: parseToken(options.token, remote) }
}

/** What tells this log-in from others, and stays when its token is renewed. May be a secret. */
export function identityOf(login: Login): string {
  if (login.kind === 'token') return login.token.refresh_token ?? login.token.access_token
  const { credentials, impersonate = '' } = login
  return credentials.kind === 'user' ? credentials.user.refresh_token : `${credentials.account.client_email}|${impersonate}`
}

/** Where a token is had, if the log-in or its credentials name no other place. */
export function tokenUrlOf(login: Login): string {
  const named =
    login.kind === 'credentials' && login.credentials.kind === 'service account' ? login.credentials.account.token_uri : undefined
  return login.tokenUrl ?? named ?? TOKEN_URL
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

/** A remote with credentials of its own has no use for a person's log-in. */
export function needsLogIn(options: DriveOptions): boolean {
  return sourceOf(options) === undefined
}

function sourceOf({ service_account_file, service_account_credentials, env_auth }: DriveOptions): CredentialSource | undefined {
  if (service_account_credentials !== undefined) return { text: service_account_credentials }
  if (service_account_file !== undefined) return { file: service_account_file }
  return env_auth ? 'environment' : undefined
}
