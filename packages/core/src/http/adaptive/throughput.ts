/** How many requests a second are done lately. */
export interface Throughput {
  started(now: number): void
  finished(now: number): void
  /** Requests a second, never 0. */
  recent(now: number): number
}

/** What makes a window: so many requests, over so many milliseconds. */
const WINDOW = { requests: 32, time: 100 }
/** A window that is still open tells of itself from here on. */
const EARLY = { requests: 8, time: 100 }
/** As long as nothing is known: requests a second. */
const UNKNOWN = 1

/** The last full window counts until the next one tells enough: a look at a moment would find bursts. */
export function createThroughput(): Throughput {
  let begun: number | undefined
  let count = 0
  let lastWindow: number | undefined

  return {
    started: (now) => {
      begun ??= now
    },
    finished: (now) => {
      count++
      const time = now - (begun ?? now)
      if (count < WINDOW.requests || time < WINDOW.time) return
      lastWindow = (count * 1000) / time
      begun = now
      count = 0
    },
    recent: (now) => {
      const time = now - (begun ?? now)
      const current = count > 0 && time > 0 ? (count * 1000) / time : UNKNOWN
      return count >= EARLY.requests && time >= EARLY.time ? current : (lastWindow ?? current)
    },
  }
}
