import { createHash, randomBytes } from 'node:crypto'
import { FsError } from '../fs/error.js'
import { createHttpClient } from '../http/client.js'
import type { AuthorizeIO } from './backend.js'
import { ConfigError } from './config-error.js'
import type { BackendContext } from './context.js'

/** A service that lets a person give access by OAuth 2.0, and the program that asks for it. */
export interface OAuthProvider {
  readonly authorizationUrl: string
  readonly tokenUrl: string
  readonly clientId: string
  /** Absent for a program that cannot keep one: then PKCE alone protects the exchange. */
  readonly clientSecret?: string
  readonly scopes: readonly string[]
  /** Further parameters of the page that the person sees. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** A token in the form in which rclone keeps one in the option `token`, as JSON. */
export interface Token {
  readonly access_token: string
  readonly token_type: string
  readonly refresh_token?: string
  /** RFC 3339. Absent: it does not expire. */
  readonly expiry?: string
}

/** Seconds before its end at which a token counts as expired, so that it lasts for the request that it is used for. */
const MARGIN = 60

/** The longest answer of a token endpoint, in bytes. */
const LONGEST_ANSWER = 65_536

/**
 * The authorization code flow with PKCE (RFC 6749 and 7636): the person agrees in a browser, and the code that it brings back is
 * exchanged for a token. Rejects with an FsError `denied` if the person or the provider refuses.
 */
export async function authorizeByCode(provider: OAuthProvider, io: AuthorizeIO, context: BackendContext): Promise<Token> {
  const state = randomBytes(16).toString('hex')
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(provider.authorizationUrl)
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: io.redirectUrl,
    scope: provider.scopes.join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...provider.parameters,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const answer = await io.visit(url.href, state)
  const code = answer.get('code')
  if (code === null)
    throw new FsError('denied', `no access was given: ${answer.get('error_description') ?? answer.get('error') ?? 'without a reason'}`)
  return requested(provider, context, { grant_type: 'authorization_code', code, redirect_uri: io.redirectUrl, code_verifier: verifier })
}

/**
 * The token itself while it lasts, else a new one by its refresh token, which is then to be saved. Rejects with an FsError
 * `signed-out` if there is none, or the service takes it no more.
 */
export async function freshToken(provider: OAuthProvider, token: Token, context: BackendContext, now = Date.now()): Promise<Token> {
  if (token.expiry === undefined || Date.parse(token.expiry) - MARGIN * 1000 > now) return token
  const { refresh_token } = token
  if (refresh_token === undefined)
    throw new FsError('signed-out', `the log-in of "${context.remote}" has expired: ${RECONNECT(context.remote)}`)
  const fresh = await requested(provider, context, { grant_type: 'refresh_token', refresh_token })
  return { refresh_token, ...fresh }
}

/** Reads the option `token`. Throws a ConfigError that does not tell it. */
export function parseToken(text: string | undefined, remote: string): Token {
  if (text === undefined || text === '') throw new ConfigError(`remote "${remote}" has no token: ${RECONNECT(remote)}`)
  const token = jsonOf(text) as Partial<Token> | undefined
  if (typeof token?.access_token !== 'string') throw new ConfigError(`the token of remote "${remote}" cannot be read: ${RECONNECT(remote)}`)
  const expiry = token.expiry?.startsWith('0001-') ? undefined : token.expiry // how rclone writes that there is none
  return {
    access_token: token.access_token,
    token_type: token.token_type ?? 'Bearer',
    ...(token.refresh_token && { refresh_token: token.refresh_token }),
    ...(expiry && { expiry }),
  }
}

const RECONNECT = (remote: string) => `run \`tranship config reconnect ${remote}:\``

async function requested(provider: OAuthProvider, context: BackendContext, grant: Readonly<Record<string, string>>): Promise<Token> {
  const { clientId, clientSecret, tokenUrl } = provider
  const form = new URLSearchParams({ client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }), ...grant })
  const { origin, pathname, search } = new URL(tokenUrl)
  const client = await createHttpClient(context.http)
  try {
    const answer = await client.send({
      method: 'POST',
      origin,
      target: pathname + search,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new TextEncoder().encode(form.toString()),
      signal: context.signal,
    })
    return tokenOf(answer.status, (await answer.whole(LONGEST_ANSWER)).toString(), origin)
  } finally {
    client.close()
  }
}

function tokenOf(status: number, text: string, origin: string): Token {
  const answer = jsonOf(text) as Readonly<Record<string, unknown>> | undefined
  const { access_token, token_type, refresh_token, expires_in } = answer ?? {}
  if (status === 200 && typeof access_token === 'string') {
    return {
      access_token,
      token_type: typeof token_type === 'string' ? token_type : 'Bearer',
      ...(typeof refresh_token === 'string' && { refresh_token }),
      ...(typeof expires_in === 'number' && { expiry: new Date(Date.now() + expires_in * 1000).toISOString() }),
    }
  }
  if (status >= 500 || status === 429)
    throw new FsError('unavailable', `${origin} gives no token now: status ${status}`, { temporary: true })
  const reason = [answer?.error, answer?.error_description].filter((part) => typeof part === 'string').join(': ')
  throw new FsError('signed-out', `${origin} gives no token: ${reason === '' ? `status ${status}` : reason}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
