/** An answer of the API that refuses, in the form of Google's errors. */
export class ApiError extends Error {
  readonly status: number
  readonly reason: string

  constructor(status: number, reason: string, message: string = reason) {
    super(message)
    this.status = status
    this.reason = reason
  }

  body(): string {
    const { status: code, reason, message } = this
    return JSON.stringify({ error: { code, message, errors: [{ domain: 'global', reason, message }] } })
  }
}

export function notFound(id: string): ApiError {
  return new ApiError(404, 'notFound', `File not found: ${id}.`)
}

export function invalid(what: string): ApiError {
  return new ApiError(400, 'invalid', `Invalid Value: ${what}`)
}

/** The JSON of a body. */
export function jsonIn<Body>(body: Buffer): Body {
  try {
    return JSON.parse(body.toString() || '{}') as Body
  } catch {
    throw new ApiError(400, 'parseError', 'Parse Error')
  }
}

/** What the double does not know: no client of ours may ask for it. */
export class Unknown extends Error {}
