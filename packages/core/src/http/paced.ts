import { type Clock, steadyClock } from './clock.js'
import { createGate } from './gate.js'
import type { Limiter } from './limiter.js'
import { createTokenBucket, type TokenBucket } from './token-bucket.js'

/** Lets so many requests start a second, and so many at once after a pause. */
export function startsPerSecond(perSecond: number, burst: number, clock: Clock = steadyClock): TokenBucket {
  return createTokenBucket({ rate: () => ({ perSecond, until: Number.POSITIVE_INFINITY }), capacity: () => burst, clock })
}

/** A limiter that starts no more requests than `starts` lets. Several remotes may share one pace. */
export function paced(limiter: Limiter, starts: TokenBucket): Limiter {
  return {
    enter: async (use, bytes, signal) => {
      const slot = await limiter.enter(use, bytes, signal)
      try {
        await starts.take(1, signal)
        return slot
      } catch (error) {
        slot.failed()
        throw error
      }
    },
  }
}

/**
 * A limiter with no more than `most` requests in flight, uploads among them. An `open` is not counted: it may be held while a
 * request waits.
 */
export function capped(limiter: Limiter, most: number): Limiter {
  const gate = createGate(most)
  return {
    enter: async (use, bytes, signal) => {
      if (use === 'open') return limiter.enter(use, bytes, signal)
      const leave = await gate.enter(signal)
      try {
        const { done, refused, failed } = await limiter.enter(use, bytes, signal)
        const leaving =
          <Told extends unknown[]>(tell: (...told: Told) => void) =>
          (...told: Told) => {
            leave()
            tell(...told)
          }
        return { done: leaving(done), refused: leaving(refused), failed: leaving(failed) }
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}
