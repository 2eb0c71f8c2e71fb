import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../backend/context.js'
import { type ByteSource, type Bytes, resolveRange } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { type FsError, type FsErrorKind, isFsError } from '../fs/error.js'
import type { Fs, OpenOptions } from '../fs/fs.js'
import { intercept, type Method, type Operation, pathOf } from './intercept.js'

/** How often a temporary failure is repeated, and how long to wait before it. */
export interface RetryPolicy {
  /** How often an operation is tried at most. */
  readonly attempts: number
  /** Milliseconds before the second try; doubled for each later one. */
  readonly firstDelay: number
  /** Milliseconds; also bounds what a service asks for. */
  readonly longestDelay: number
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 10, firstDelay: 100, longestDelay: 20_000 }

/** Kinds that say, from the second try on, that an earlier try has done the work although its answer was lost. */
const ALREADY_DONE: Partial<Record<Method, FsErrorKind>> = {
  remove: 'not-found',
  rmdir: 'not-found',
  purge: 'not-found',
  mkdir: 'already-exists',
}

/** Never repeated blindly: an earlier try may have moved the source away. */
const ONCE: ReadonlySet<Method> = new Set<Method>(['move', 'moveDirectory'])

/**
 * Repeats what failed temporarily: calls as a whole, an upload by opening its source again, a body from the byte it
 * reached. A listing is the backend's to repeat, page by page. The error of the last try is marked as spent.
 */
export function retrying(inner: Fs, policy: RetryPolicy, log: Log): Fs {
  const again = async (error: unknown, attempt: number, operation: Operation, signal: AbortSignal | undefined): Promise<void> => {
    if (!isFsError(error) || !error.temporary || error.spent) throw error
    if (attempt >= policy.attempts) {
      error.spent = true
      throw error
    }
    log('debug', `${operation.method} failed, try ${attempt + 1} of ${policy.attempts} follows: ${error.message}`, pathOf(operation))
    await sleep(delayBefore(attempt + 1, error, policy), undefined, { signal }).catch(() => {
      throw signal?.reason
    })
  }

  const repeated = intercept(inner, {
    call: async <T>(operation: Operation, run: () => Promise<T>): Promise<T> => {
      const mayRepeat = !ONCE.has(operation.method) && isRepeatable(operation)
      for (let attempt = 1; ; attempt++) {
        try {
          return await run()
        } catch (error) {
          if (attempt > 1 && isFsError(error, ALREADY_DONE[operation.method] ?? 'unexpected') && ALREADY_DONE[operation.method]) {
            return undefined as T
          }
          if (!mayRepeat) throw error
          await again(error, attempt, operation, signalOf(operation))
        }
      }
    },
  })

  return { ...repeated, open: (object, options) => resumed(inner, object, options ?? {}, again) }
}

/** A body that goes on at the byte it reached, as long as the object has a version that holds it to the same bytes. */
async function* resumed(
  inner: Fs,
  object: FsObject,
  options: OpenOptions,
  again: (error: unknown, attempt: number, operation: Operation, signal: AbortSignal | undefined) => Promise<void>,
): Bytes {
  const operation: Operation = { method: 'open', args: [object, options] }
  const mayGoOn = object.size !== undefined && object.version !== undefined && inner.features.conditions.includes('open')
  let taken = 0
  for (let attempt = 1; ; attempt++) {
    const before = taken
    try {
      for await (const chunk of inner.open(object, taken === 0 ? options : rest(object, options, taken))) {
        taken += chunk.byteLength
        yield chunk
      }
      return
    } catch (error) {
      if (taken > 0 && !mayGoOn) throw error
      if (taken > before) attempt = 1
      await again(error, attempt, operation, options.signal)
    }
  }
}

function rest(object: FsObject, options: OpenOptions, taken: number): OpenOptions {
  const { start, end } = resolveRange(options.range, object.size ?? 0)
  return { ...options, range: { start: start + taken, end } }
}

function delayBefore(attempt: number, error: FsError, policy: RetryPolicy): number {
  const backoff = policy.firstDelay * 2 ** (attempt - 2) * (0.5 + Math.random() / 2)
  return Math.min(policy.longestDelay, Math.max(backoff, error.retryAfter ?? 0))
}

function isRepeatable(operation: Operation): boolean {
  return operation.method !== 'put' || (operation.args[1] as ByteSource).repeatable
}

function signalOf(operation: Operation): AbortSignal | undefined {
  const options = operation.args.at(-1)
  return typeof options === 'object' && options !== null && 'signal' in options ? (options.signal as AbortSignal | undefined) : undefined
}
