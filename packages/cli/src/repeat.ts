import { isFsError, type Log } from '@tranship/core'

/** What one run came to: whether anything failed, and whether the same may go well the next time. */
export interface RunResult {
  readonly failed: number
  readonly temporary: number
  readonly firstError?: Error
}

/** Runs the work again as long as it fails in a way that may pass, up to `attempts` times in all. */
export async function repeat<Result extends RunResult>(
  attempts: number,
  log: Log,
  signal: AbortSignal,
  run: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const tell = (failed: number, message: string) =>
      log('error', `Attempt ${attempt}/${attempts} failed with ${failed} errors and: ${message}`)
    try {
      const result = await run()
      if (result.temporary === 0 || attempt === attempts) return result
      tell(result.failed, result.firstError?.message ?? '')
    } catch (error) {
      if (signal.aborted || !isFsError(error) || !error.temporary || attempt === attempts) throw error
      tell(1, error.message)
    }
  }
}
