/** Not part of the type, so that the types of two copies of core are the same. */
const MARK: symbol = Symbol.for('tranship.FsError')

/**
 * What went wrong, for the code that must act on it:
 * - `not-found` no such file, directory or bucket
 * - `already-exists`, `not-empty`, `is-directory` the place is taken, not removable, not a file
 * - `invalid-path` this storage cannot hold such a name
 * - `denied` not allowed; `signed-out` the credentials are wrong or gone
 * - `quota` no room left
 * - `unsupported` this storage has no such thing
 * - `mismatch` the bytes are not what was promised (hash, length)
 * - `rate-limited` slow down; `unavailable` network, server fault, timeout
 * - `precondition-failed` the file is not, or is no longer, the one that was meant
 * - `unexpected` anything else; never retried
 */
export type FsErrorKind =
  | 'not-found'
  | 'already-exists'
  | 'not-empty'
  | 'is-directory'
  | 'invalid-path'
  | 'denied'
  | 'signed-out'
  | 'quota'
  | 'unsupported'
  | 'mismatch'
  | 'rate-limited'
  | 'unavailable'
  | 'precondition-failed'
  | 'unexpected'

export interface FsErrorDetails {
  /** The path in question, relative to the root of the Fs that failed. */
  readonly path?: string
  /** The same call may succeed later. By default true for `rate-limited` and `unavailable`. */
  readonly temporary?: boolean
  /** Milliseconds to wait before the next try, as the service asked. */
  readonly retryAfter?: number
  readonly cause?: unknown
}

/** The one error of the contract. Recognise it with `isFsError`, never with `instanceof`: a plugin may bring its own copy of core. */
export class FsError extends Error {
  override readonly name = 'FsError'
  readonly kind: FsErrorKind
  readonly temporary: boolean
  /** A lower level has used up its tries: the levels above do not repeat the call, only a whole new run does. */
  spent = false
  declare readonly path?: string
  declare readonly retryAfter?: number

  constructor(kind: FsErrorKind, message: string, details: FsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    Object.defineProperty(this, MARK, { value: true })
    this.kind = kind
    this.temporary = details.temporary ?? (kind === 'rate-limited' || kind === 'unavailable')
    if (details.path !== undefined) this.path = details.path
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter
  }
}

/** Whether `error` is an FsError, of any copy of core, and (when given) of this kind. */
export function isFsError(error: unknown, kind?: FsErrorKind): error is FsError {
  if (typeof error !== 'object' || error === null || !(MARK in error)) return false
  return kind === undefined || (error as FsError).kind === kind
}

/** Any thrown value as an FsError: itself if it is one, else `unexpected` with it as the cause. */
export function asFsError(error: unknown, path?: string): FsError {
  if (isFsError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return new FsError('unexpected', message, path === undefined ? { cause: error } : { cause: error, path })
}
