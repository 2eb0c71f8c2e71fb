import type { Reading } from './measure.js'
import type { LimiterRange } from './range.js'

/**
 * Where the search for the best number stands.
 *
 * - `ramp`: upwards from the start, as long as more in flight gets more done
 * - `base`: a reading to hold others against
 * - `down`, `up`: half and twice as many are tried
 * - `rest`: the best stays, for a number of readings
 */
type Phase = 'ramp' | 'base' | 'down' | 'up' | 'rest'

export interface Climb {
  readonly phase: Phase
  /** How many are allowed; its whole part counts. */
  readonly limit: number
  /** What got the most done, so far in this search. */
  readonly best?: Reading
  /** Of a ramp: the last reading gained nothing, or this program was busy; the next one confirms it. The number stays meanwhile. */
  readonly doubt: boolean
  /** Of this search: half as many were found to do as well, so the double is known to be no better. */
  readonly descended: boolean
  /** Of a rest: readings until the next search. */
  readonly left: number
  /** Readings that the next rest takes. */
  readonly patience: number
}

/** Of the logarithm of the number in flight, how much that of the goodput must gain for more to be worth it. */
const GAIN = 0.3
/** The share of the goodput that half as many must keep. */
const KEEP = 0.97
/** So few at least are left in flight where this program is at work all the while: fewer would save nothing, and might let it wait. */
const ENOUGH = 8
/** How many times the best latency of a ramp is too much. */
const TOO_SLOW = 2
/** The share of the goodput from which on the service itself has become faster. */
const CHANGED = 1.1
const LONGEST_PATIENCE = 16
const FIRST_PATIENCE = 2

export function startClimb({ start, floor, ceiling }: LimiterRange): Climb {
  const phase = start < ceiling ? 'ramp' : 'base'
  return { phase, limit: clamp(start, floor, ceiling), doubt: false, descended: false, left: 0, patience: FIRST_PATIENCE }
}

/** After one request that finished while all that were allowed were in flight. */
export function grown(climb: Climb, { growth, ceiling }: LimiterRange): Climb {
  if (climb.phase !== 'ramp' || climb.doubt) return climb
  return { ...climb, limit: Math.min(ceiling, climb.limit + growth) }
}

/** After a reading. */
export function next(climb: Climb, reading: Reading, range: LimiterRange): Climb {
  const { best = reading } = climb
  switch (climb.phase) {
    case 'ramp':
      if (reading.busy) return climb.doubt ? lower(climb, reading, range) : { ...climb, doubt: true }
      if (climb.best === undefined || gains(reading, best)) {
        if (climb.limit >= range.ceiling) return { ...climb, phase: 'base', best: reading }
        const limit = range.growth > 0 ? climb.limit : Math.min(range.ceiling, climb.limit * 2)
        return { ...climb, best: reading, doubt: false, limit }
      }
      return climb.doubt ? leaveRamp(climb, best.limit) : { ...climb, doubt: true }
    case 'base':
      return lower(climb, reading, range)
    case 'down':
      return reading.busy || reading.goodput >= KEEP * best.goodput
        ? lower({ ...climb, descended: true, patience: FIRST_PATIENCE }, reading, range)
        : higher(climb, best, range)
    case 'up':
      return gains(reading, best) ? higher({ ...climb, patience: FIRST_PATIENCE }, reading, range) : rest(climb, best)
    case 'rest':
      if (reading.goodput >= CHANGED * best.goodput) return higher(afresh(climb), reading, range)
      if (best.busy && !reading.busy) return higher({ ...climb, descended: false }, reading, range)
      return climb.left > 1 ? { ...climb, left: climb.left - 1 } : lower({ ...climb, descended: false }, reading, range)
  }
}

/**
 * The end of a ramp in which requests have become much slower; the same climb while they have not. What is done now, at the
 * latency of before, tells how many in flight are of use (Little's law).
 */
export function guarded(climb: Climb, { goodput, latency }: Reading): Climb {
  if (climb.phase !== 'ramp' || climb.best === undefined || latency <= TOO_SLOW * climb.best.latency) return climb
  return leaveRamp(climb, Math.min(climb.limit, Math.max(climb.best.limit, goodput * climb.best.latency)))
}

/** The service cannot take more than `limit`: a new search begins there. */
export function cutTo(climb: Climb, limit: number, { floor }: LimiterRange): Climb {
  return {
    phase: 'base',
    limit: Math.max(floor, Math.min(climb.limit, limit)),
    doubt: false,
    descended: false,
    left: 0,
    patience: climb.patience,
  }
}

function afresh(climb: Climb): Climb {
  return { ...climb, descended: false, patience: FIRST_PATIENCE }
}

function leaveRamp(climb: Climb, limit: number): Climb {
  return { ...climb, phase: 'base', doubt: false, limit: Math.floor(limit) }
}

function lower(climb: Climb, best: Reading, range: LimiterRange): Climb {
  const limit = Math.max(best.busy ? Math.max(ENOUGH, range.floor) : range.floor, Math.floor(best.limit / 2))
  return limit < best.limit ? { ...climb, phase: 'down', best, limit } : higher(climb, best, range)
}

/** More is not tried where this program cannot do more. */
function higher(climb: Climb, best: Reading, range: LimiterRange): Climb {
  const limit = Math.min(range.ceiling, best.limit * 2)
  return limit > best.limit && !climb.descended && !best.busy ? { ...climb, phase: 'up', best, limit } : rest(climb, best)
}

function rest(climb: Climb, best: Reading): Climb {
  const patience = Math.min(LONGEST_PATIENCE, climb.patience * 2)
  return { ...climb, phase: 'rest', best, limit: best.limit, left: climb.patience, patience }
}

/** Whether the goodput has risen with the number in flight. */
function gains(reading: Reading, best: Reading): boolean {
  return reading.goodput >= best.goodput * (reading.inFlight / best.inFlight) ** GAIN
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
