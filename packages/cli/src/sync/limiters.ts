import { totalmem } from 'node:os'
import {
  type AdaptiveLimiter,
  type Admission,
  admissionOf,
  type Backend,
  type BandwidthSchedule,
  capped,
  checkSides,
  createAdaptiveLimiter,
  createBandwidth,
  type Fs,
  type Limiter,
  type Log,
  paced,
  startsPerSecond,
  transferSides,
  waysBetween,
} from '@tranship/core'
import type { NetworkFlags } from '../network/network-flags.js'
import { limiterChoiceLine } from '../ui/limiter-choice.js'
import { createSwitchedBandwidth } from './switched-bandwidth.js'

/** The flags that limit what runs at once and how fast, parsed. A command may have only some of them. */
export interface LimitFlags extends Pick<NetworkFlags, 'tpslimit' | 'tpslimit-burst' | 'max-connections'> {
  readonly transfers?: number | undefined
  readonly checkers?: number | undefined
  readonly bwlimit?: BandwidthSchedule | undefined
  readonly 'bwlimit-file'?: BandwidthSchedule | undefined
}

/** What a person set; what is absent is tuned. */
interface Limits {
  readonly transfers?: number
  readonly checkers?: number
  readonly bandwidth?: BandwidthSchedule
  readonly bandwidthOfFile?: BandwidthSchedule
  /** Requests a second, and how many at once after a pause. */
  readonly tps?: { readonly perSecond: number; readonly burst: number }
  /** Requests in flight to one remote. */
  readonly connections?: number
}

/** What was said of limits. `isGiven` tells whether a flag was said: a default of `--checkers` is for commands that tune nothing. */
export function limitsFrom(flags: LimitFlags, isGiven: (flag: string) => boolean): Limits {
  const { transfers, checkers, bwlimit, 'bwlimit-file': ofFile, tpslimit = 0, 'tpslimit-burst': burst = 1 } = flags
  const { 'max-connections': connections = 0 } = flags
  return {
    ...(transfers !== undefined && { transfers }),
    ...(checkers !== undefined && isGiven('checkers') && { checkers }),
    ...(bwlimit !== undefined && { bandwidth: bwlimit }),
    ...(ofFile !== undefined && { bandwidthOfFile: ofFile }),
    ...(tpslimit > 0 && { tps: { perSecond: tpslimit, burst } }),
    ...(connections > 0 && { connections }),
  }
}

/** How much runs at once between two sides, and how fast. */
export interface Rooms {
  readonly transfers: number | Admission
  readonly checkers: number | Admission
  /** The limiters of both sides, by the names of their remotes. */
  readonly limiters?: Readonly<Record<string, AdaptiveLimiter>>
  /** Awaited before bytes go on; absent: as fast as they come. */
  take?(bytes: number): Promise<void> | void
  /** Gives what is awaited before the bytes of one file go on; absent: as fast as they come. */
  paceEach?(): (bytes: number) => Promise<void> | void
}

/** The limiters of one run: one for each remote. */
export interface Limiters {
  /** The limiter of a remote, as its backend gets it. `own` comes before what was set for all remotes. */
  of(remote: string, backend: Backend, own?: Limits): Limiter
  /** Remembers to which remote an Fs belongs. */
  belongs(fs: Fs, remote: string): void
  rooms(src: Fs, dst: Fs): Rooms
}

const MEBIBYTE = 1024 ** 2
/** Files at a time between directories of this machine. */
const LOCAL = { transfers: 4, checkers: 8 }

export function createLimiters(limits: Limits, log: Log): Limiters {
  const { transfers, checkers, bandwidth: schedule, bandwidthOfFile, tps } = limits
  const budget = Math.min(512 * MEBIBYTE, Math.floor(totalmem() / 8))
  const starts = tps && startsPerSecond(tps.perSecond, tps.burst)
  const bandwidth = schedule && createSwitchedBandwidth(schedule, process, log)
  const machines = new Set<AdaptiveLimiter | undefined>()
  const byRemote = new Map<string, AdaptiveLimiter>()
  const endLogging = new Map<string, () => void>()
  const byFs = new WeakMap<Fs, AdaptiveLimiter>()
  /** The limiters of some Fs, whose choices who asks is told of from now on instead of the log. */
  function handOver(...sides: readonly AdaptiveLimiter[]): Record<string, AdaptiveLimiter> {
    const named = [...byRemote].filter(([, limiter]) => sides.includes(limiter))
    for (const [remote] of named) endLogging.get(remote)?.()
    return Object.fromEntries(named)
  }

  function limiterOf(remote: string, backend: Backend, of: Limits): AdaptiveLimiter {
    const found = byRemote.get(remote)
    if (found !== undefined) return found
    const limiter = createAdaptiveLimiter({ fixed: fixedBy(of), budget, ...(backend.limits && { range: backend.limits }) })
    byRemote.set(remote, limiter)
    endLogging.set(
      remote,
      limiter.listen((choice) => log('debug', limiterChoiceLine(choice), remote)),
    )
    if (backend.rootOption !== undefined) machines.add(limiter)
    return limiter
  }

  return {
    of: (remote, backend, own = {}) => {
      const all = { ...limits, ...own }
      const limiter = limiterOf(remote, backend, all)
      const pace = own.tps === undefined ? starts : startsPerSecond(own.tps.perSecond, own.tps.burst)
      const steady = pace === undefined ? limiter : paced(limiter, pace)
      return all.connections === undefined ? steady : capped(steady, all.connections)
    },
    belongs: (fs, remote) => {
      const limiter = byRemote.get(remote)
      if (limiter !== undefined) byFs.set(fs, limiter)
    },
    rooms: (src, dst) => {
      const [from, to] = [byFs.get(src), byFs.get(dst)]
      const ways = waysBetween(!machines.has(from), !machines.has(to))
      const pacing = {
        ...(bandwidth && { take: (bytes: number) => bandwidth.take(ways, bytes) }),
        ...(bandwidthOfFile && {
          paceEach: () => {
            const own = createBandwidth(bandwidthOfFile)
            return (bytes: number) => own.take(ways, bytes)
          },
        }),
      }
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

function fixedBy({ transfers, checkers }: Limits): Partial<Record<'upload' | 'open' | 'request', number>> {
  return {
    ...(transfers !== undefined && { upload: transfers, open: transfers }),
    ...(checkers !== undefined && { request: checkers }),
  }
}
