import { randomBytes } from 'node:crypto'
import { Refusal } from './refusal.js'

/** Who may come in. */
export interface Tokens {
  /** In the form in which a config keeps it; it lasts for hours, unless it has expired already. */
  text(expired?: boolean): string
  /** Takes back every access token that was given. */
  expireAll(): void
  isValid(authorization: string | undefined): boolean
  refusal(): Refusal
  /** Answers a request for a token. */
  grant(form: string): readonly [status: number, answer: object]
  /** How many tokens were given on request. */
  granted(): number
  /** What must never be seen. */
  readonly secrets: readonly string[]
}

const HOURS = 4 * 3600

export function createTokens(): Tokens {
  const refreshToken = `refresh-${randomBytes(12).toString('hex')}`
  const valid = new Set<string>()
  const secrets: string[] = [refreshToken]
  let granted = 0
  const fresh = () => {
    const token = `sl.${randomBytes(16).toString('hex')}`
    valid.add(token)
    secrets.push(token)
    return token
  }
  return {
    text: (expired = false) => {
      const access_token = fresh()
      if (expired) valid.delete(access_token)
      const expiry = new Date(Date.now() + (expired ? -1 : 1) * HOURS * 1000).toISOString()
      return JSON.stringify({ access_token, token_type: 'bearer', refresh_token: refreshToken, expiry })
    },
    expireAll: () => valid.clear(),
    isValid: (authorization) => valid.has((authorization ?? '').replace(/^Bearer /, '')),
    refusal: () => new Refusal(401, { error_summary: 'expired_access_token/.', error: { '.tag': 'expired_access_token' } }),
    grant: (form) => {
      const given = new URLSearchParams(form)
      const isRefresh = given.get('grant_type') === 'refresh_token' && given.get('refresh_token') === refreshToken
      const isCode = given.get('grant_type') === 'authorization_code' && given.get('code') === 'code'
      if (!isRefresh && !isCode) return [400, { error: 'invalid_grant', error_description: 'refresh token is invalid or revoked' }]
      granted++
      const token = { access_token: fresh(), token_type: 'bearer', expires_in: HOURS }
      return [200, isCode ? { ...token, refresh_token: refreshToken, scope: '', uid: '1', account_id: 'dbid:1' } : token]
    },
    granted: () => granted,
    secrets,
  }
}
