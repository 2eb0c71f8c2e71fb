import { whenAborted } from '../../fs/when-aborted.js'
import { type Clock, steadyClock } from '../clock.js'
import type { Limiter, Slot, SlotUse } from '../limiter.js'
import { type Choice, createLane, type Lane } from './lane.js'
import { createPace } from './pace.js'
import { DEFAULT_RANGE, fixedRange, type LimiterRange } from './range.js'

export interface AdaptiveLimits {
  readonly range?: LimiterRange
  /** What a person has set; it is not tuned. */
  readonly fixed?: Partial<Readonly<Record<SlotUse, number>>>
  /** Bytes that all requests in flight hold together, unless a single one holds more; by default 512 MiB. */
  readonly budget?: number
  readonly clock?: Clock
}

/** A limiter that finds its numbers by itself, and lets others see them. */
export interface AdaptiveLimiter extends Limiter {
  /** Somebody has asked for room: this remote makes use of its limiter. */
  readonly used: boolean
  /** How many requests of this use may be in flight. */
  limit(use: SlotUse): number
  /** How many wait for room. */
  waiting(use: SlotUse): number
  /** Calls `listener` after each change of what `used`, `limit` and `waiting` tell. Gives the function that ends this. */
  watch(listener: () => void): () => void
  /** Tells `listener` of each choice from now on. Gives the function that ends this. */
  listen(listener: (choice: Choice) => void): () => void
}

interface Waiter {
  /** Counts all that ever waited. */
  readonly number: number
  readonly use: SlotUse
  readonly bytes: number
  admit(): void
}

const USES: readonly SlotUse[] = ['request', 'open', 'upload']
const DEFAULT_BUDGET = 512 * 1024 ** 2

/**
 * A limiter that needs no tuning. For each use it raises the number in flight while more gets more done, and lowers it where
 * fewer get as much done; from refusals it learns the pace of the remote, which all uses share. First come, first served
 * within a use, and between them where the pace rules. No timer runs but while somebody waits for the pace.
 */
export function createAdaptiveLimiter(limits: AdaptiveLimits = {}): AdaptiveLimiter {
  const { range = DEFAULT_RANGE, fixed = {}, budget = DEFAULT_BUDGET, clock = steadyClock } = limits
  const pace = createPace()
  const choiceListeners = new Set<(choice: Choice) => void>()
  const lanes: Readonly<Record<SlotUse, Lane>> = { request: laneFor('request'), open: laneFor('open'), upload: laneFor('upload') }
  const queues: Readonly<Record<SlotUse, Set<Waiter>>> = { request: new Set(), open: new Set(), upload: new Set() }
  const listeners = new Set<() => void>()
  let asked = 0
  let bytesInFlight = 0
  let callOff: (() => void) | undefined

  function laneFor(use: SlotUse): Lane {
    const own = fixed[use]
    return createLane(own === undefined ? range : fixedRange(own), clock, (limit, why) => {
      const rate = pace.rate(clock.now())
      for (const listener of choiceListeners) listener({ use, limit, why, ...(rate !== undefined && { pace: rate }) })
    })
  }

  function hasRoom({ use, bytes }: Waiter): boolean {
    if (use === 'open') return true
    return lanes[use].inFlight < lanes[use].limit && (bytes === 0 || bytesInFlight === 0 || bytesInFlight + bytes <= budget)
  }

  /** Of the first in each queue, the one that waits longest and has room. */
  function nextWaiter(): Waiter | undefined {
    let found: Waiter | undefined
    for (const use of USES) {
      const queue = queues[use]
      const first = queue.size === 0 ? undefined : queue.values().next().value
      if (first !== undefined && hasRoom(first) && (found === undefined || first.number < found.number)) found = first
    }
    return found
  }

  /** Lets in all that may be. */
  function pump(): void {
    callOff?.()
    callOff = undefined
    for (let waiter = nextWaiter(); waiter !== undefined; waiter = nextWaiter()) {
      const now = clock.now()
      const readyAt = pace.readyAt(now)
      if (readyAt > now) {
        callOff = clock.at(readyAt, pump)
        break
      }
      queues[waiter.use].delete(waiter)
      waiter.admit()
    }
    for (const listener of listeners) listener()
  }

  function startSlot(use: SlotUse, bytes: number): Slot {
    const begun = clock.now()
    const lane = lanes[use]
    const start = pace.started(begun)
    const ride = lane.start(begun)
    bytesInFlight += bytes
    let held = true
    const end = (tell: (now: number) => void) => {
      if (!held) return
      held = false
      bytesInFlight -= bytes
      tell(clock.now())
      pump()
    }
    return {
      done: (moved = bytes) =>
        end((now) => {
          pace.finished(now, start)
          lane.done(now, ride, moved, pace.rate(now) !== undefined)
        }),
      refused: (retryAfter) => end((now) => lane.refused(now, ride, pace.refused(now, start, retryAfter))),
      failed: () => end((now) => lane.failed(now)),
    }
  }

  return {
    get used() {
      return asked > 0
    },
    limit: (use) => lanes[use].limit,
    waiting: (use) => queues[use].size,
    watch: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    listen: (listener) => {
      choiceListeners.add(listener)
      return () => void choiceListeners.delete(listener)
    },
    enter: (use, bytes, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason)
      return new Promise((resolve, reject) => {
        let endWait: (() => void) | undefined
        const giveUp = () => {
          queues[use].delete(waiter)
          reject(signal?.reason)
          pump()
        }
        const admit = () => {
          endWait?.()
          resolve(startSlot(use, bytes))
        }
        const waiter: Waiter = { number: ++asked, use, bytes, admit }
        queues[use].add(waiter)
        pump()
        if (signal !== undefined && queues[use].has(waiter)) endWait = whenAborted(signal, giveUp)
      })
    },
  }
}
