/** What a number of finished requests tells. Work is counted in units: one for the request, one for each 4 MiB it moved. */
export interface Reading {
  /** How many were allowed when it began. */
  readonly limit: number
  /** How many were in flight, on average. */
  readonly inFlight: number
  /** Units a millisecond. */
  readonly goodput: number
  /** Milliseconds a unit. */
  readonly latency: number
  /** All the while this program itself was at work: more in flight would only have waited for it. */
  readonly busy: boolean
}

/** Gathers a reading. Time in which nothing is in flight does not count. */
export interface Measure {
  /** How many requests have finished since it began. */
  readonly count: number
  /** Milliseconds in which something was in flight. */
  readonly time: number
  /** Tells how many have been in flight from the last call until now. */
  elapse(now: number, inFlight: number): void
  /** A request has finished; `full`: as many were in flight as were allowed. */
  add(units: number, latency: number, full: boolean): void
  /** Undefined when too few requests found it full, and the program was not `busy` either: then nothing is known of the limit. */
  reading(busy: boolean): Reading | undefined
  restart(now: number, limit: number): void
}

/** The share of requests that must have found it full. */
const FULL_SHARE = 0.8

export function createMeasure(): Measure {
  let limit = 0
  let since = 0
  let active = 0
  let area = 0
  let count = 0
  let full = 0
  let units = 0
  let waited = 0

  return {
    get count() {
      return count
    },
    get time() {
      return active
    },
    elapse: (now, inFlight) => {
      if (inFlight > 0) active += now - since
      area += inFlight * (now - since)
      since = now
    },
    add: (moreUnits, moreLatency, wasFull) => {
      count++
      units += moreUnits
      waited += moreLatency
      if (wasFull) full++
    },
    reading: (busy) => {
      if (!busy && full < FULL_SHARE * count) return undefined
      return { limit, inFlight: area / active, goodput: units / active, latency: waited / units, busy }
    },
    restart: (now, newLimit) => {
      limit = newLimit
      since = now
      active = area = count = full = units = waited = 0
    },
  }
}
