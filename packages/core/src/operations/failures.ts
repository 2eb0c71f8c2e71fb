import type { FsError } from '../fs/error.js'

/** What failed of an operation over many files: it goes on with the others. */
export interface Failures {
  failed: number
  /** Of those that failed, how many may go well in another run. */
  temporary: number
  /** The first error of those counted in `failed`. */
  firstError?: FsError
}

export function noFailures(): Failures {
  return { failed: 0, temporary: 0 }
}

export function countFailure(failures: Failures, error: FsError): void {
  failures.failed++
  if (error.temporary) failures.temporary++
  failures.firstError ??= error
}
