import type { Failures, FsError } from '@tranship/core'
import { exitCodeOf } from '../exit-code.js'
import { counted } from './format.js'
import type { EventLog } from './log.js'

/** Says in one line what an operation over many files came to, if anything of it failed, and sets the exit code. */
export function tellFailures(log: EventLog, command: string | undefined, { failed, firstError }: Failures): void {
  if (failed === 0) return
  const first = firstError === undefined ? '' : `, the first: ${firstError.message}`
  log('error', `Failed to ${command} with ${counted(failed, 'error')}${first}`)
  process.exitCode = exitCodeOf(firstError)
}

/** Tells of each failure as it comes, and of all at the end. */
export interface FailureLog {
  readonly failures: Failures
  failed(path: string, error: FsError): void
}

export function createFailureLog(log: EventLog): FailureLog {
  const failures: Failures = { failed: 0, temporary: 0 }
  return {
    failures,
    failed: (path, error) => {
      failures.failed++
      if (error.temporary) failures.temporary++
      failures.firstError ??= error
      log('error', error.message, path, { event: 'failed', kind: error.kind, temporary: error.temporary })
    },
  }
}
