import { homedir } from 'node:os'
import { type OAuthProvider, parseToken, type Token } from '@tranship/core/backend'
import type { GcsOptions } from '../options.js'

/** How a remote proves who asks. `who` tells accounts apart, and is no secret. */
export type Credentials = { readonly who: string } & (
  | { readonly kind: 'anonymous' }
  /** It is not renewed. */
  | { readonly kind: 'access token'; readonly accessToken: string }
  /** A person's own, by a log-in with the browser. */
  | { readonly kind: 'token'; readonly token: Token; readonly provider: OAuthProvider }
  | { readonly kind: 'service account'; readonly key: ServiceAccountKey }
  | { readonly kind: 'service account file'; readonly file: string }
  /** What the machine has: variables, gcloud's file, the metadata server. */
  | { readonly kind: 'application default' }
)

/** The fields of a service account's JSON that are read here. */
export interface ServiceAccountKey {
  readonly client_email?: string
  readonly private_key?: string
  readonly private_key_id?: string
  readonly project_id?: string
}

type Fail = (problem: string) => never

/** What a log-in may do: read and write objects and buckets. */
export const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write'

const AUTHORIZATION_URL = 'https://accounts.google.com/o/oauth2/auth'
const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** As rclone chooses among what is set; with nothing set, what the machine has. */
export function credentialsOf(
  options: GcsOptions,
  remote: string,
  environment: Readonly<Record<string, string | undefined>>,
  fail: Fail,
): Credentials {
  const { service_account_credentials: blob, service_account_file: file, access_token: accessToken } = options
  if (options.anonymous) return { kind: 'anonymous', who: '' }
  if (blob !== undefined) {
    const key = keyOf(blob) ?? fail('"service_account_credentials" is not the JSON of a service account')
    return { kind: 'service account', who: key.client_email ?? '', key }
  }
  if (file !== undefined) return { kind: 'service account file', who: file, file: expanded(file, environment) }
  if (options.env_auth) return { kind: 'application default', who: '' }
  if (accessToken !== undefined) return { kind: 'access token', who: remote, accessToken }
  if (options.token === undefined) return { kind: 'application default', who: '' }
  return { kind: 'token', who: remote, token: parseToken(options.token, remote), provider: providerOf(options) }
}

/** Whether a remote is used by a person's log-in: with a client for that, and no other credentials. */
export function needsLogIn(options: GcsOptions): boolean {
  const { anonymous, env_auth, client_id, service_account_file, service_account_credentials, access_token } = options
  const others = [service_account_file, service_account_credentials, access_token]
  return client_id !== undefined && !anonymous && !env_auth && others.every((other) => other === undefined)
}

/** Google's log-in, for the client of the options. */
export function providerOf({ client_id, client_secret, auth_url, token_url }: GcsOptions): OAuthProvider {
  return {
    authorizationUrl: auth_url ?? AUTHORIZATION_URL,
    tokenUrl: token_url ?? TOKEN_URL,
    clientId: client_id ?? '',
    ...(client_secret !== undefined && { clientSecret: client_secret }),
    scopes: [SCOPE],
    // Google gives a refresh token only when it is asked for one, and only with the first consent unless it asks again.
    parameters: { access_type: 'offline', prompt: 'consent' },
  }
}

/** The key of a service account in a text; undefined for a text that is no JSON. */
export function keyOf(text: string): ServiceAccountKey | undefined {
  try {
    const key: unknown = JSON.parse(text)
    return typeof key === 'object' && key !== null ? key : undefined
  } catch {
    return undefined
  }
}

/** "~" at the begin is the home of the user, "${NAME}" and "$NAME" are variables. */
function expanded(file: string, environment: Readonly<Record<string, string | undefined>>): string {
  return file
    .replace(/^~(?=\/|$)/, () => homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced?: string, bare?: string) => environment[braced ?? bare ?? ''] ?? '')
}
