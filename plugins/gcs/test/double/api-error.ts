/** What the service refuses, as its JSON says it. */
export class ApiError extends Error {
  readonly status: number
  readonly reason: string

  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }

  body(): object {
    const { status: code, reason, message } = this
    return { error: { code, message, errors: [{ message, domain: 'global', reason }] } }
  }
}

export const notFound = (what: string) => new ApiError(404, 'notFound', what)
export const invalid = (message: string) => new ApiError(400, 'invalid', message)
export const conditionNotMet = () => new ApiError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.')
