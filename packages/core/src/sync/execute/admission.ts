import type { AdaptiveLimiter } from '../../http/adaptive/adaptive-limiter.js'
import type { SlotUse } from '../../http/limiter.js'
import type { Admission } from './tasks.js'

/** A side of a transfer or comparison: its limiter, and the uses that a task makes of it. */
export interface Side {
  readonly limiter: AdaptiveLimiter
  readonly uses: readonly SlotUse[]
}

export interface AdmissionOptions {
  /** Tasks at a time where neither side makes use of its limiter, as between two directories of this machine. */
  readonly otherwise: number
  /** Bytes that all tasks hold together; by default 512 MiB. */
  readonly budget?: number
}

/** Tasks beyond what the limiters allow, so that they always find somebody waiting: a share, and a number at least. */
const SURPLUS = { share: 0.25, least: 2 }
const DEFAULT_BUDGET = 512 * 1024 ** 2

/**
 * Admits a task while each side has room: fewer wait at it than the surplus, and there are no more tasks than both allow
 * together (a task is at one side, then at the other). A side whose limiter was never asked sets no bound.
 */
export function admissionOf(sides: readonly Side[], { otherwise, budget = DEFAULT_BUDGET }: AdmissionOptions): Admission {
  return {
    admits: (tasks, bytes) => {
      if (bytes > budget) return false
      let most = 0
      for (const side of sides) {
        if (!side.limiter.used) continue
        const limit = limitOf(side)
        const surplus = surplusOf(limit)
        if (waitingAt(side) > surplus) return false
        most += limit + surplus
      }
      return tasks <= (most === 0 ? otherwise : most)
    },
    watch: (listener) => {
      const ends = sides.map(({ limiter }) => limiter.watch(listener))
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

/** How files are moved from one remote to another. A copy within one remote may be a plain request to it. */
export function transferSides(src: AdaptiveLimiter, dst: AdaptiveLimiter): readonly Side[] {
  if (src === dst) return [{ limiter: dst, uses: ['upload', 'request'] }]
  return [
    { limiter: src, uses: ['open'] },
    { limiter: dst, uses: ['upload'] },
  ]
}

/** How files of two remotes are compared. */
export function checkSides(src: AdaptiveLimiter, dst: AdaptiveLimiter): readonly Side[] {
  return [...new Set([src, dst])].map((limiter) => ({ limiter, uses: ['request'] }))
}

function limitOf({ limiter, uses }: Side): number {
  let most = 0
  for (const use of uses) most = Math.max(most, limiter.limit(use))
  return most
}

function waitingAt({ limiter, uses }: Side): number {
  let sum = 0
  for (const use of uses) sum += limiter.waiting(use)
  return sum
}

function surplusOf(limit: number): number {
  return Math.max(SURPLUS.least, Math.ceil(limit * SURPLUS.share))
}
