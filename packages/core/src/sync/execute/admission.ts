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
      const limited = sides.filter(({ limiter }) => limiter.used)
      if (bytes > budget) return false
      if (limited.length === 0) return tasks <= otherwise
      const most = limited.reduce((sum, side) => sum + withSurplus(limitOf(side)), 0)
      return tasks <= most && limited.every((side) => waitingAt(side) <= surplusOf(limitOf(side)))
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
  return Math.max(...uses.map((use) => limiter.limit(use)))
}

function waitingAt({ limiter, uses }: Side): number {
  return uses.reduce((sum, use) => sum + limiter.waiting(use), 0)
}

function surplusOf(limit: number): number {
  return Math.max(SURPLUS.least, Math.ceil(limit * SURPLUS.share))
}

function withSurplus(limit: number): number {
  return limit + surplusOf(limit)
}
