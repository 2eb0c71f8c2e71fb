import type { LogLevel } from '@tranship/core'
import { ConfigError } from '@tranship/core'
import type { LogEvent } from '../log-events.js'
import { parseLevel } from '../log-level.js'
import type { ProgressFlags } from './progress-flags.js'
import type { StatsLook } from './stats-lines.js'
import type { Snapshot } from './tally.js'

/** How progress is shown, as plain data. */
export interface ProgressChoices {
  /** Somebody asked for it by -P. */
  readonly isWanted: boolean
  /** Milliseconds between two pictures, or two tellings; 0: none. */
  readonly interval: number
  /** The level of the log at which it is told. */
  readonly level: LogLevel
  readonly stats: StatsLook
  readonly colors: boolean
  readonly title: boolean
  /** The log is not where it is drawn. */
  readonly logsApart: boolean
}

/** Milliseconds by default. */
const EVERY = { drawn: 200, told: 5_000, logged: 60_000 }

/** `drawn`: it is drawn on a terminal. Throws what is wrong with the flags. */
export function progressChoicesFrom(
  flags: ProgressFlags,
  drawn: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): ProgressChoices {
  const isWanted = flags.progress ?? false
  const otherwise = !isWanted ? EVERY.logged : drawn ? EVERY.drawn : EVERY.told
  const level = flags['stats-log-level']
  const date = flags['stats-one-line-date'] ?? false
  return {
    isWanted,
    interval: everyOf(flags.stats) ?? otherwise,
    level: level === undefined ? (isWanted ? 'notice' : 'info') : parseLevel('stats-log-level', level),
    stats: {
      oneLine: date || flags['stats-one-line'] || isWanted,
      date,
      unit: flags['stats-unit'] === 'bits' ? 'bits' : 'bytes',
      nameLength: flags['stats-file-name-length'] ?? 45,
    },
    colors: drawn && areColorsWanted(flags.color, environment),
    title: drawn && (flags['progress-terminal-title'] ?? false),
    logsApart: flags['log-file'] !== undefined,
  }
}

/** NO_COLOR with any text means none (no-color.org). */
function areColorsWanted(when = 'auto', { NO_COLOR: none = '' }: Readonly<Record<string, string | undefined>>): boolean {
  const word = when.toLowerCase()
  if (word === 'auto') return none === ''
  if (word === 'never' || word === 'always') return word === 'always'
  throw new ConfigError(`--color: there is no ${JSON.stringify(when)}: say auto, never or always`)
}

/** The longest time that a timer of Node takes. */
const LONGEST = 2 ** 31 - 1

function everyOf(stats: number | undefined): number | undefined {
  if (stats === undefined) return undefined
  if (stats < 0) throw new ConfigError('--stats: a time cannot be negative; 0 turns it off')
  return Number.isFinite(stats) ? Math.min(stats, LONGEST) : 0
}

/** The state of the work as the JSON log tells it. */
export function statsEvent(snapshot: Snapshot): LogEvent {
  const { partial, transfers: _, eta, speed, elapsed, bytes, ...totals } = snapshot
  return {
    event: 'stats',
    ...totals,
    bytes: bytes + partial,
    speed: Math.round(speed),
    elapsed: Math.round(elapsed),
    ...(eta !== undefined && { eta: Math.round(eta) }),
  }
}
