import { createThroughput } from './throughput.js'

/** Which request of all it was, and when it started. */
interface Start {
  readonly number: number
  readonly at: number
}

/**
 * The pace that a service demands, learned from its refusals: no number in flight can obey a rate. Until the first refusal
 * there is none. Between two bursts of refusals the service let through exactly what it allows, so that is its rate.
 */
export interface Pace {
  /** Requests a second, if any. Rises slowly, so that a service which allows more is found out. */
  rate(now: number): number | undefined
  /** When the next request may start. */
  readyAt(now: number): number
  started(now: number): Start
  /** A request was done. */
  finished(now: number, start: Start): void
  /** A request was refused. False: that of an earlier refusal's burst, nothing is learned. */
  refused(now: number, start: Start, retryAfter?: number): boolean
}

/** Milliseconds of unused pace that may be made up for at once. */
const ARREARS = 50
/** How the rate rises with the square of the seconds since it was learned: measured, or guessed. */
const RISE = { measured: 0.003, guessed: 0.1 }
/** What counts as a measured rate: so many requests, over so many milliseconds. */
const MEASURED = { requests: 8, time: 500 }
const CAUTION = 0.97
/** How many of a burst must be done for it to tell the rate. */
const TOLD = 4
const GUESS = 0.5
/** A pace that was not refused for so many milliseconds, and is this much above what gets done, is given up. */
const FORGOTTEN = { after: 30_000, above: 4 }
/** Milliseconds that a service may ask for at most. */
const LONGEST_PAUSE = 60_000

/** What a refusal taught. */
interface Cut {
  /** The request that was refused, and when it had started. */
  readonly refused: Start
  /** The last one that had started by then, and the time. */
  readonly last: Start
  /** Requests a second. */
  readonly rate: number
  readonly rise: number
  /** How many that started between the two were done all the same. */
  admitted: number
}

export function createPace(): Pace {
  const throughput = createThroughput()
  let number = 0
  let nextAt = 0
  let pausedUntil = 0
  let cut: Cut | undefined
  let paced = false

  const rate = (now: number): number | undefined => {
    if (!paced || cut === undefined) return undefined
    const seconds = (now - cut.last.at) / 1000
    return Math.min(Number.MAX_SAFE_INTEGER, (rateWithin(cut) ?? cut.rate) * Math.exp(cut.rise * seconds ** 2))
  }

  /** What the service is taken to allow, now that it refused the request that started so. */
  const learn = (now: number, refused: Start): Pick<Cut, 'rate' | 'rise'> => {
    const admitted = cut === undefined ? 0 : refused.number - cut.last.number - 1
    const time = cut === undefined ? 0 : refused.at - cut.refused.at
    if (admitted >= MEASURED.requests && time >= MEASURED.time) return { rate: (CAUTION * admitted * 1000) / time, rise: RISE.measured }
    return { rate: GUESS * Math.min(rate(now) ?? Number.POSITIVE_INFINITY, throughput.recent(now)), rise: RISE.guessed }
  }

  return {
    rate,
    readyAt: (now) => Math.max(pausedUntil, paced ? nextAt : 0, now),
    started: (now) => {
      const current = rate(now)
      if (current !== undefined) nextAt = Math.max(nextAt, now - ARREARS) + 1000 / current
      throughput.started(now)
      return { number: ++number, at: now }
    },
    finished: (now, start) => {
      throughput.finished(now)
      if (cut === undefined) return
      if (start.number > cut.refused.number && start.number <= cut.last.number) cut.admitted++
      if (now - cut.last.at > FORGOTTEN.after && (rate(now) ?? 0) > FORGOTTEN.above * throughput.recent(now)) paced = false
    },
    refused: (now, refused, retryAfter = 0) => {
      pausedUntil = Math.max(pausedUntil, now + Math.min(LONGEST_PAUSE, retryAfter))
      if (cut !== undefined && refused.number <= cut.last.number) return false
      cut = { refused, last: { number, at: now }, admitted: 0, ...learn(now, refused) }
      paced = true
      // Most of what would start now would be refused too, and what is in flight tells the rate.
      nextAt = Math.max(nextAt, now + (now - refused.at))
      return true
    },
  }
}

/** While a service refuses some of a burst, it lets through what it allows. Undefined where that were too few to tell. */
function rateWithin({ refused, last, admitted, rise }: Cut): number | undefined {
  const time = last.at - refused.at
  return rise === RISE.guessed && admitted >= TOLD && time > 0 ? (CAUTION * admitted * 1000) / time : undefined
}
