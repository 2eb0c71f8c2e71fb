import { setTimeout as sleep } from 'node:timers/promises'
import { type FsError, isFsError } from '../fs/error.js'

/** How often a temporary failure is repeated, and how long to wait before it. */
export interface RetryPolicy {
  /** How often it is tried at most. */
  readonly attempts: number
  /** Milliseconds before the second try; doubled for each later one. */
  readonly firstDelay: number
  /** Milliseconds between two tries at most, as long as the service does not ask for more. */
  readonly longestDelay: number
  /** Milliseconds that a service may ask for at most. */
  readonly longestRetryAfter: number
}

/** Ten tries, as rclone's low-level retries, with as much time between them: about seven seconds in all. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 10, firstDelay: 50, longestDelay: 2_000, longestRetryAfter: 60_000 }

export interface RetryOptions {
  readonly policy?: RetryPolicy
  readonly signal?: AbortSignal | undefined
  /** Told before each further try. */
  again?(error: FsError, attempt: number): void
}

/**
 * Runs a task until it goes well, or fails in a way that will not pass. The error of the last try is marked as spent, so
 * that no level above repeats it again. `attempt` counts from 1.
 */
export async function repeatedly<T>(task: (attempt: number) => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { policy = DEFAULT_RETRY, signal } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt)
    } catch (error) {
      await beforeNextTry(error, attempt, { ...options, policy, signal })
    }
  }
}

/** Waits as long as the next try must wait. Rejects with the error if there is none, or with the reason of an aborted signal. */
export async function beforeNextTry(error: unknown, attempt: number, options: RetryOptions): Promise<void> {
  const { policy = DEFAULT_RETRY, signal } = options
  if (!isFsError(error) || !error.temporary || error.spent) throw error
  if (attempt >= policy.attempts) {
    error.spent = true
    throw error
  }
  options.again?.(error, attempt + 1)
  try {
    await sleep(delayBefore(attempt + 1, error, policy), undefined, signal === undefined ? {} : { signal })
  } catch {
    throw signal?.reason
  }
}

/** Doubles from try to try, with a random part so that many clients do not come back together. */
function delayBefore(attempt: number, error: FsError, policy: RetryPolicy): number {
  const backoff = policy.firstDelay * 2 ** (attempt - 2) * (0.5 + Math.random() / 2)
  return Math.max(Math.min(policy.longestDelay, backoff), Math.min(policy.longestRetryAfter, error.retryAfter ?? 0))
}
