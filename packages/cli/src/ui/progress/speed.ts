/** Bytes a second, smoothed, of something that is looked at now and then. */
export interface Speed {
  /** Told of how many bytes there are by now; gives the speed. Milliseconds. */
  at(now: number, bytes: number): number
}

/** Milliseconds after which an observation counts for no more than a third. */
const MEMORY = 3_000
/** Looks that come faster than this tell nothing new. */
const SHORTEST = 100

export function createSpeed(begun: number): Speed {
  let [time, seen, speed, isKnown] = [begun, 0, 0, false]
  return {
    at: (now, bytes) => {
      const passed = now - time
      if (passed < SHORTEST) return speed
      const current = (Math.max(0, bytes - seen) * 1000) / passed
      const weight = isKnown ? 1 - Math.exp(-passed / MEMORY) : 1
      speed += (current - speed) * weight
      ;[time, seen, isKnown] = [now, bytes, true]
      return speed
    },
  }
}
