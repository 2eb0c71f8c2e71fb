import { hash } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** Who gives tokens, and knows them again. */
export interface Tokens {
  /** A token as rclone's config has it. */
  readonly config: string
  /** What must never be shown. */
  readonly secrets: readonly string[]
  /** How often one was asked for, by the kind of the grant. */
  readonly granted: readonly string[]
  /** The last claim of a service account. */
  assertion(): string | undefined
  accepts(authorization: string | undefined): boolean
  /** None that was given so far is accepted any more. */
  revoke(): void
  answer(body: Buffer, response: ServerResponse): void
  /** Where a person who agrees is sent, from the page that asks. */
  agreed(query: URLSearchParams): string
}

const REFRESH = '1//refresh-secret'
const CODE = '4/the-code'

export function createTokens(): Tokens {
  let count = 0
  let current = 'ya29.first-secret'
  let assertion: string | undefined
  let challenge: string | undefined
  const granted: string[] = []
  const grants: Readonly<Record<string, (form: URLSearchParams) => boolean>> = {
    refresh_token: (form) => form.get('refresh_token') === REFRESH,
    authorization_code: (form) => form.get('code') === CODE && hash('sha256', form.get('code_verifier') ?? '', 'base64url') === challenge,
    'urn:ietf:params:oauth:grant-type:jwt-bearer': (form) => form.get('assertion')?.split('.').length === 3,
  }
  return {
    config: JSON.stringify({ access_token: current, token_type: 'Bearer', refresh_token: REFRESH, expiry: '2099-01-01T00:00:00Z' }),
    secrets: [current, REFRESH],
    granted,
    assertion: () => assertion,
    accepts: (authorization) => authorization === `Bearer ${current}`,
    revoke: () => {
      current = `ya29.next-secret-${++count}`
    },
    answer: (body, response) => {
      const form = new URLSearchParams(body.toString())
      const grant = form.get('grant_type') ?? ''
      granted.push(grant)
      assertion = form.get('assertion') ?? assertion
      const isRight = Object.hasOwn(grants, grant) && grants[grant]?.(form) === true
      const told = { access_token: current, token_type: 'Bearer', expires_in: 3599 }
      response.writeHead(isRight ? 200 : 400, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(
          isRight ? { ...told, ...(grant === 'authorization_code' && { refresh_token: REFRESH }) } : { error: 'invalid_grant' },
        ),
      )
    },
    agreed: (query) => {
      challenge = query.get('code_challenge') ?? undefined
      const isOffline = query.get('access_type') === 'offline' && query.get('prompt') === 'consent'
      const url = new URL(query.get('redirect_uri') ?? '')
      url.searchParams.set('state', query.get('state') ?? '')
      url.searchParams.set(isOffline ? 'code' : 'error', isOffline ? CODE : 'invalid_request')
      return url.href
    },
  }
}
