import { whenAborted } from '../fs/when-aborted.js'

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
          endWait?.()
          resolve(leaveOnce())
        }
        const give = () => {
          waiting.delete(admit)
          reject(signal?.reason)
        }
        waiting.add(admit)
        const endWait = signal && whenAborted(signal, give)
      })
    },
  }
}
