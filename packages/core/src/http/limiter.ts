/** What a slot is for: uploads and all other requests are counted apart. */
export type SlotUse = 'upload' | 'request'

/** Leave to have one request in flight. Exactly one of its methods is called, once. */
export interface Slot {
  done(): void
  /** The service asked for less; `retryAfter` in milliseconds, if it said. */
  refused(retryAfter?: number): void
  failed(): void
}

/**
 * Decides how many requests to one remote are in flight. Nothing that holds a slot waits for another: the requests of an
 * open body do not take one.
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
  const gates = { upload: createGate(limits.uploads), request: createGate(limits.requests) }
  return {
    enter: async (use, _bytes, signal) => {
      const leave = await gates[use].enter(signal)
      return { done: leave, refused: leave, failed: leave }
    },
  }
}

/** Lets a fixed number in at a time, in the order of asking. */
export interface Gate {
  /** Waits for room and gives the function that makes it free again. An aborted signal rejects with its reason. */
  enter(signal?: AbortSignal): Promise<() => void>
}

export function createGate(room: number): Gate {
  let free = room
  const waiting = new Set<() => void>()

  const leaveOnce = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      const next = waiting.values().next().value
      if (next === undefined) free++
      else next()
    }
  }

  return {
    enter: (signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason)
      if (free > 0) {
        free--
        return Promise.resolve(leaveOnce())
      }
      return new Promise((resolve, reject) => {
        const admit = () => {
          waiting.delete(admit)
          signal?.removeEventListener('abort', give)
          resolve(leaveOnce())
        }
        const give = () => {
          waiting.delete(admit)
          reject(signal?.reason)
        }
        waiting.add(admit)
        signal?.addEventListener('abort', give, { once: true })
      })
    },
  }
}
