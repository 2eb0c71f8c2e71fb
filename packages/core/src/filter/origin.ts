import { ConfigError, isConfigError } from '../backend/config-error.js'

/** The result of `work`; a ConfigError that it throws is given the place that the text it read comes from. */
export function namingOrigin<Result>({ origin }: { readonly origin?: string }, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw withOrigin(origin, error)
  }
}

/** The error, naming the place if it is a ConfigError. */
export function withOrigin(origin: string | undefined, error: unknown): unknown {
  return origin !== undefined && isConfigError(error) ? new ConfigError(`${origin}: ${error.message}`, { cause: error }) : error
}
