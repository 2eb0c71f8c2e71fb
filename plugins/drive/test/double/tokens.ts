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
}

const REFRESH = '1//refresh-secret'

export function createTokens(): Tokens {
  let count = 0
  let current = 'ya29.first-secret'
  let assertion: string | undefined
  const granted: string[] = []
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
      const isRight =
        grant === 'refresh_token' ? form.get('refresh_token') === REFRESH : grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
      response.writeHead(isRight ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isRight ? { access_token: current, token_type: 'Bearer', expires_in: 3599 } : { error: 'invalid_grant' }))
    },
  }
}
