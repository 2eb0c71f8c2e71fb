import { isConfigError, isFsError } from '@tranship/core'

/** rclone's exit codes, as far as they are used: docs/exit-codes.md tells them to users. */
export const ExitCode = {
  ok: 0,
  other: 1,
  usage: 2,
  notFound: 3,
  temporary: 5,
  fatal: 7,
  maxTransfer: 8,
  noTransfer: 9,
  maxDuration: 10,
  interrupted: 130,
} as const

/** The exit code for a run that ended with this error. */
export function exitCodeOf(error: unknown): number {
  if (isConfigError(error)) return ExitCode.other
  if (!isFsError(error)) return ExitCode.other
  if (error.temporary) return ExitCode.temporary
  return error.kind === 'not-found' ? ExitCode.notFound : ExitCode.other
}
