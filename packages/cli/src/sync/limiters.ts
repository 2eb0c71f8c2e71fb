import { totalmem } from 'node:os'
import {
  type AdaptiveLimiter,
  type Admission,
  admissionOf,
  type Backend,
  type BandwidthSchedule,
  checkSides,
  createAdaptiveLimiter,
  type Fs,
  type Limiter,
  type Log,
  paced,
  startsPerSecond,
  transferSides,
  waysBetween,
} from '@tranship/core'
import { limiterChoiceLine } from '../ui/limiter-choice.js'
import { createSwitchedBandwidth } from './switched-bandwidth.js'

/** What a person set; what is absent is tuned. */
export interface Limits {
  readonly transfers?: number
  readonly checkers?: number
  readonly bandwidth?: BandwidthSchedule
  /** Requests a second to all remotes together, and how many at once after a pause. */
  readonly tps?: { readonly perSecond: number; readonly burst: number }
}

/** How much runs at once between two sides, and how fast. */
export interface Rooms {
  readonly transfers: number | Admission
  readonly checkers: number | Admission
  /** The limiters of both sides, by the names of their remotes. */
  readonly limiters?: Readonly<Record<string, AdaptiveLimiter>>
  /** Awaited before bytes go on; absent: as fast as they come. */
  take?(bytes: number): Promise<void> | void
}

/** The limiters of one run: one for each remote. */
export interface Limiters {
  /** The limiter of a remote, as its backend gets it. */
  of(remote: string, backend: Backend): Limiter
  /** Remembers to which remote an Fs belongs. */
  belongs(fs: Fs, remote: string): void
  rooms(src: Fs, dst: Fs): Rooms
}

const MEBIBYTE = 1024 ** 2
/** Files at a time between directories of this machine. */
const LOCAL = { transfers: 4, checkers: 8 }

export function createLimiters({ transfers, checkers, bandwidth: schedule, tps }: Limits, log: Log): Limiters {
  const budget = Math.min(512 * MEBIBYTE, Math.floor(totalmem() / 8))
  const starts = tps && startsPerSecond(tps.perSecond, tps.burst)
  const bandwidth = schedule && createSwitchedBandwidth(schedule, process, log)
  const machines = new Set<AdaptiveLimiter | undefined>()
  const byRemote = new Map<string, AdaptiveLimiter>()
  const endLogging = new Map<string, () => void>()
  const byFs = new WeakMap<Fs, AdaptiveLimiter>()
  const fixed = {
    ...(transfers !== undefined && { upload: transfers, open: transfers }),
    ...(checkers !== undefined && { request: checkers }),
  }

  /** The limiters of some Fs, whose choices who asks is told of from now on instead of the log. */
  function handOver(...sides: readonly AdaptiveLimiter[]): Record<string, AdaptiveLimiter> {
    const named = [...byRemote].filter(([, limiter]) => sides.includes(limiter))
    for (const [remote] of named) endLogging.get(remote)?.()
    return Object.fromEntries(named)
  }

  function limiterOf(remote: string, backend: Backend): AdaptiveLimiter {
    const found = byRemote.get(remote)
    if (found !== undefined) return found
    const limiter = createAdaptiveLimiter({ fixed, budget, ...(backend.limits && { range: backend.limits }) })
    byRemote.set(remote, limiter)
    endLogging.set(
      remote,
      limiter.listen((choice) => log('debug', limiterChoiceLine(choice), remote)),
    )
    if (backend.rootOption !== undefined) machines.add(limiter)
    return limiter
  }

  return {
    of: (remote, backend) => {
      const limiter = limiterOf(remote, backend)
      return starts === undefined ? limiter : paced(limiter, starts)
    },
    belongs: (fs, remote) => {
      const limiter = byRemote.get(remote)
      if (limiter !== undefined) byFs.set(fs, limiter)
    },
    rooms: (src, dst) => {
      const [from, to] = [byFs.get(src), byFs.get(dst)]
      const ways = waysBetween(!machines.has(from), !machines.has(to))
      const pacing = bandwidth && { take: (bytes: number) => bandwidth.take(ways, bytes) }
      if (from === undefined || to === undefined)
        return { ...LOCAL, ...(transfers && { transfers }), ...(checkers && { checkers }), ...pacing }
      return {
        transfers: transfers ?? admissionOf(transferSides(from, to), { otherwise: LOCAL.transfers, budget }),
        checkers: checkers ?? admissionOf(checkSides(from, to), { otherwise: LOCAL.checkers, budget }),
        limiters: handOver(from, to),
        ...pacing,
      }
    },
  }
}
