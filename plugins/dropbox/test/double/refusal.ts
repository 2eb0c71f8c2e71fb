/** What a route answers instead of its result: a status, and a union as the service tells it. */
export class Refusal extends Error {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: number | undefined

  constructor(status: number, body: unknown, retryAfter?: number) {
    super(typeof body === 'string' ? body : JSON.stringify(body))
    this.status = status
    this.body = body
    this.retryAfter = retryAfter
  }
}

/** A refusal of a route, from its tags: `refused('path', 'conflict', 'file')`. The last may be a union with members of its own. */
export function refused(...tags: readonly [string, ...(string | object)[]]): Refusal {
  const error = union(tags)
  const summary = tags.map((tag) => (typeof tag === 'string' ? tag : ((tag as { '.tag'?: string })['.tag'] ?? ''))).join('/')
  return new Refusal(409, { error_summary: `${summary}/..`, error })
}

/** The union of these tags, each in the one before. */
export function union([first, ...rest]: readonly (string | object)[]): object {
  if (typeof first === 'object') return first
  const tag = first ?? 'other'
  return rest.length === 0 ? { '.tag': tag } : { '.tag': tag, [tag]: union(rest) }
}

/** The service says so in plain text when a call makes no sense. */
export function senseless(route: string, problem: string): Refusal {
  return new Refusal(400, `Error in call to API function "${route}": ${problem}`)
}
