import { createGate } from './gate.js'

/** What a slot is for: uploads, bodies that are read, and all other requests. They are counted apart and share one pace. */
export type SlotUse = 'upload' | 'open' | 'request'

/** Leave to have one request in flight. Exactly one of its methods is called, once. */
export interface Slot {
  /** It was answered, also with an error that is no matter of speed. `moved`: its bytes, where `enter` could not know them. */
  done(moved?: number): void
  /** The service asked for less; `retryAfter` in milliseconds, if it said. */
  refused(retryAfter?: number): void
  /** No answer came: it timed out, the connection broke, or the caller gave up. */
  failed(): void
}

/**
 * Decides how many requests to one remote are in flight. Nothing that holds a slot waits for another: an `open` waits for the
 * pace that the service demands, never for a slot to come free, and may be held until the body has been read.
 */
export interface Limiter {
  /** Waits for room. `bytes` is what the request will hold in memory. An aborted signal rejects with its reason. */
  enter(use: SlotUse, bytes: number, signal?: AbortSignal): Promise<Slot>
}

/** How much may be in flight. */
export interface FixedLimits {
  readonly uploads: number
  readonly requests: number
}

/** A limiter of fixed numbers: first come, first served. */
export function createFixedLimiter(limits: FixedLimits): Limiter {
  const gates = { upload: createGate(limits.uploads), request: createGate(limits.requests), open: createGate(Number.POSITIVE_INFINITY) }
  return {
    enter: async (use, _bytes, signal) => {
      const leave = await gates[use].enter(signal)
      return { done: leave, refused: leave, failed: leave }
    },
  }
}
