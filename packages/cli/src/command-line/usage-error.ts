import { CLIError } from '@oclif/core/errors'
import { ExitCode } from '../exit-code.js'

/** The error for a wrong command line. */
export function usageError(problem: string): CLIError {
  return new CLIError(problem, { exit: ExitCode.usage })
}

/** Says what is wrong with a command line on one line, and keeps oclif from doing so again. Any other error is left to others. */
export function tellUsageError(error: Partial<CLIError>): void {
  if (error.oclif?.exit !== ExitCode.usage || error.skipOclifErrorHandling) return
  process.stderr.write(`Error: ${error.message}\n`)
  error.skipOclifErrorHandling = true
}
