/** Time in milliseconds, and being woken. Tests bring a clock of their own. */
export interface Clock {
  now(): number
  /** Calls `wake` once, at that time or soon after; gives the function that calls it off. */
  at(time: number, wake: () => void): () => void
  /** Milliseconds for which this program has been at work rather than waited, since some moment in the past. */
  worked?(): number
}

/** Never goes back; says nothing of the time of day. */
export const steadyClock: Clock = { ...clockOf(() => performance.now()), worked: () => performance.eventLoopUtilization().active }

/** The time of day, in milliseconds since the epoch. */
export const wallClock: Clock = clockOf(() => Date.now())

/** Milliseconds that a timer of Node can count at most. */
const LONGEST = 2 ** 31 - 1

function clockOf(now: () => number): Clock {
  return {
    now,
    at: (time, wake) => {
      const timer = setTimeout(wake, Math.min(LONGEST, Math.max(0, Math.ceil(time - now()))))
      return () => clearTimeout(timer)
    },
  }
}
