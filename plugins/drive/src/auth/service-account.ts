import { sign } from 'node:crypto'
import { FsError, type HttpClient, type Token } from '@tranship/core/backend'

/** What the JSON file of a service account tells. */
export interface ServiceAccount {
  readonly client_email: string
  readonly private_key: string
  readonly private_key_id?: string
  readonly token_uri?: string
}

/** Seconds that a claim of ours holds: the most that Google takes. */
const LIFETIME = 3600

const LONGEST_ANSWER = 65_536

export interface Claim {
  readonly scopes: readonly string[]
  /** The user whom the service account acts for. */
  readonly subject?: string | undefined
  readonly tokenUrl: string
}

/** A claim that is signed with the key of the account, as a JSON Web Token (RFC 7523). `now` is in milliseconds. */
function signedClaim(account: ServiceAccount, { scopes, subject, tokenUrl }: Claim, now: number): string {
  const issued = Math.floor(now / 1000)
  const header = { alg: 'RS256', typ: 'JWT', ...(account.private_key_id && { kid: account.private_key_id }) }
  const claims = {
    iss: account.client_email,
    scope: scopes.join(' '),
    aud: tokenUrl,
    iat: issued,
    exp: issued + LIFETIME,
    ...(subject !== undefined && { sub: subject }),
  }
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), account.private_key).toString('base64url')}`
}

/** Exchanges a claim for a token. A refusal is `signed-out`. */
export async function serviceAccountToken(
  http: HttpClient,
  account: ServiceAccount,
  claim: Claim,
  signal: AbortSignal,
  now = Date.now(),
): Promise<Token> {
  const { origin, pathname, search } = new URL(claim.tokenUrl)
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertionOf(account, claim, now),
  })
  const answer = await http.send({
    method: 'POST',
    origin,
    target: pathname + search,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(form.toString()),
    signal,
  })
  const text = (await answer.whole(LONGEST_ANSWER)).toString()
  if (answer.status >= 500 || answer.status === 429)
    throw new FsError('unavailable', `${origin} gives no token now: status ${answer.status}`)
  const told = parsed(text)
  if (answer.status !== 200 || typeof told.access_token !== 'string') {
    const reason = [told.error, told.error_description].filter((part) => typeof part === 'string').join(': ')
    throw new FsError('signed-out', `${origin} gives the service account no token: ${reason === '' ? `status ${answer.status}` : reason}`)
  }
  const lifetime = typeof told.expires_in === 'number' ? told.expires_in : LIFETIME
  return { access_token: told.access_token, token_type: 'Bearer', expiry: new Date(now + lifetime * 1000).toISOString() }
}

function assertionOf(account: ServiceAccount, claim: Claim, now: number): string {
  try {
    return signedClaim(account, claim, now)
  } catch {
    throw new FsError('signed-out', 'the private key of the service account cannot be read: get its JSON file anew')
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
