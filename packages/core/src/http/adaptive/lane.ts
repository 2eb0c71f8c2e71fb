import type { Clock } from '../clock.js'
import type { SlotUse } from '../limiter.js'
import { type Climb, cutTo, grown, guarded, next, startClimb } from './climb.js'
import { createMeasure } from './measure.js'
import type { LimiterRange } from './range.js'

/** A request of a lane that is in flight. */
interface Ride {
  readonly at: number
  /** How many were in flight with it. */
  readonly inFlight: number
}

/** Why another number may be in flight from now on. */
export type ChoiceReason =
  | 'all were in use'
  | 'more gets more done'
  | 'more gets no more done'
  | 'more would wait for this program'
  | 'requests became slow'
  | 'trial'
  | 'trial failed'
  | 'refused'
  | 'failures'

/** Something the limiter chose. */
export interface Choice {
  readonly use: SlotUse
  /** How many may be in flight. */
  readonly limit: number
  readonly why: ChoiceReason
  /** Requests a second of the whole remote, where it refused some. */
  readonly pace?: number
}

/** The requests of one use, and how many of them may be in flight. */
export interface Lane {
  readonly limit: number
  readonly inFlight: number
  start(now: number): Ride
  /** `paced`: the pace rules, nothing is learned from the number in flight. */
  done(now: number, ride: Ride, bytes: number, paced: boolean): void
  failed(now: number): void
  /** `cut`: the service asks for less than was in flight with this one. */
  refused(now: number, ride: Ride, cut: boolean): void
}

/** Bytes that make a unit of work, besides the request itself. */
const UNIT = 4 * 1024 ** 2
/** Requests that make a reading at least. */
const READING = { ramp: 16, later: 32 }
/** Requests after which the latency of a ramp may end it. */
const GUARD = 16
/** The share of those in flight to go on with after refusals and failures. */
const AFTER_CUT = 0.7
/** The share of the time for which this program is at work itself, from which on more in flight would only wait for it. */
const BUSY = 0.9
/** How much a finished request allows while the pace rules. */
const PACED_GROWTH = 0.25
/** Failures within a reading that are a sign of too many in flight: a number, and a share of the limit. */
const FAILURES = { least: 4, share: 0.1 }

export function createLane(
  range: LimiterRange,
  clock: Pick<Clock, 'now' | 'worked'>,
  chose: (limit: number, why: ChoiceReason) => void,
): Lane {
  const measure = createMeasure()
  let climb: Climb = startClimb(range)
  let inFlight = 0
  let failures = 0
  /** Requests still to finish that began under another limit. */
  let settling = 0
  let size = 0
  let told = limit()
  let beganAt = 0
  let workedBefore = 0
  begin(clock.now())

  function limit(): number {
    return Math.floor(climb.limit)
  }

  function begin(now: number): void {
    measure.restart(now, limit())
    beganAt = now
    workedBefore = clock.worked?.() ?? 0
    failures = 0
    size = Math.max(climb.phase === 'ramp' ? READING.ramp : READING.later, limit())
  }

  function change(now: number, to: Climb, why: ChoiceReason): void {
    const before = limit()
    const wasRamp = climb.phase === 'ramp'
    climb = to
    if (limit() !== told) chose(limit(), why)
    told = limit()
    if (climb.phase !== 'ramp' && (wasRamp || limit() !== before)) settling = inFlight
    begin(now)
  }

  /** Whether, since the reading began, this program itself was what the others waited for. */
  function isBusy(now: number): boolean {
    return clock.worked !== undefined && clock.worked() - workedBefore > BUSY * (now - beganAt)
  }

  function leave(now: number): boolean {
    const full = inFlight >= 0.9 * limit()
    measure.elapse(now, inFlight)
    inFlight--
    return full
  }

  function cut(now: number, wereInFlight: number, why: ChoiceReason): void {
    change(now, cutTo(climb, AFTER_CUT * wereInFlight, range), why)
  }

  return {
    get limit() {
      return limit()
    },
    get inFlight() {
      return inFlight
    },
    start: (now) => {
      measure.elapse(now, inFlight)
      return { at: now, inFlight: ++inFlight }
    },
    done: (now, ride, bytes, paced) => {
      const full = leave(now)
      if (paced) {
        if (full) climb = { ...climb, limit: Math.min(range.ceiling, climb.limit + PACED_GROWTH / climb.limit) }
        return begin(now)
      }
      if (settling > 0) {
        if (--settling === 0) begin(now)
        return
      }
      measure.add(1 + bytes / UNIT, now - ride.at, full)
      if (full && climb.phase === 'ramp' && !isBusy(now)) climb = grown(climb, range)
      if (measure.count < GUARD || measure.time === 0) return
      const reading = measure.reading(isBusy(now))
      const calm = reading === undefined ? climb : guarded(climb, reading)
      if (calm !== climb) return change(now, calm, 'requests became slow')
      if (measure.count < size) return
      if (reading === undefined) return change(now, climb, 'all were in use')
      const after = next(climb, reading, range)
      change(now, after, reasonOf(climb, after))
    },
    failed: (now) => {
      const full = leave(now)
      failures++
      if (full && failures >= Math.max(FAILURES.least, FAILURES.share * climb.limit)) cut(now, inFlight, 'failures')
    },
    refused: (now, ride, isCut) => {
      leave(now)
      if (isCut) cut(now, ride.inFlight, 'refused')
    },
  }
}

function reasonOf(before: Climb, after: Climb): ChoiceReason {
  if (before.phase === 'ramp' && after.phase === 'down') return 'more would wait for this program'
  if (after.phase === 'down' || after.phase === 'up') return 'trial'
  if (before.phase === 'ramp') return after.best === before.best ? 'more gets no more done' : 'more gets more done'
  return 'trial failed'
}
