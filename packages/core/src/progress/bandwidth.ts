import { type Clock, wallClock } from '../http/clock.js'
import { createTokenBucket, type TokenBucket } from '../http/token-bucket.js'
import { type BandwidthLimit, type BandwidthSchedule, rateAt } from './bandwidth-schedule.js'

/** Which way bytes go: to a remote, from one, or from one place of this machine to another. */
export type Way = 'up' | 'down' | 'within'

/** Slows the bytes of all transfers together. */
export interface Bandwidth {
  /**
   * Waits until so many bytes may go these ways; without a promise if they may at once. A large block goes at once and is paid off
   * before the next. An aborted signal rejects with its reason.
   */
  take(ways: readonly Way[], bytes: number, signal?: AbortSignal): Promise<void> | void
  /** Another schedule holds from now on, also for who waits. */
  change(schedule: BandwidthSchedule): void
}

/** Seconds of unused bandwidth that may be made up for at once. */
const BURST = 0.1

const RATES: Readonly<Record<Way, (limit: BandwidthLimit) => number>> = {
  up: ({ up }) => up,
  down: ({ down }) => down,
  within: ({ up, down }) => Math.max(up, down),
}

/** The ways of a transfer, by which sides are remotes. */
export function waysBetween(srcIsRemote: boolean, dstIsRemote: boolean): readonly Way[] {
  if (!srcIsRemote && !dstIsRemote) return ['within']
  return [...(srcIsRemote ? (['down'] as const) : []), ...(dstIsRemote ? (['up'] as const) : [])]
}

/** `clock` tells the time of day, by which a timetable goes. */
export function createBandwidth(first: BandwidthSchedule, clock: Clock = wallClock): Bandwidth {
  let schedule = first
  const bucket = (way: Way) =>
    createTokenBucket({ rate: (now) => rateAt(schedule, RATES[way], now), capacity: (perSecond) => perSecond * BURST, clock })
  const buckets: Readonly<Record<Way, TokenBucket>> = { up: bucket('up'), down: bucket('down'), within: bucket('within') }

  return {
    take: (ways, bytes, signal) => {
      const waits = ways.map((way) => buckets[way].take(bytes, signal)).filter((wait) => wait !== undefined)
      return waits.length === 0 ? undefined : Promise.all(waits).then(() => {})
    },
    change: (next) => {
      schedule = next
      for (const way of Object.keys(buckets) as Way[]) buckets[way].rateChanged()
    },
  }
}
