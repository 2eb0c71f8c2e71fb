import type { LogLevel } from '@tranship/core'
import { ConfigError } from '@tranship/core'

const LEVELS: readonly LogLevel[] = ['error', 'notice', 'info', 'debug']

/** What was said of the level of the log. */
export interface LevelFlags {
  readonly quiet: boolean
  readonly 'log-level'?: string | undefined
}

/** The level that a person asked for: errors only for quiet, else notices, and more for each `-v`. Throws what contradicts itself. */
export function levelFrom(flags: LevelFlags, verbosity: number): LogLevel {
  const { quiet, 'log-level': named } = flags
  if (named !== undefined) {
    if (quiet || verbosity > 0) throw new ConfigError(`--log-level and ${quiet ? '-q' : '-v'} say the same: give one of both`)
    return parseLevel('log-level', named)
  }
  if (quiet && verbosity > 0) throw new ConfigError('-q and -v cannot both be given')
  if (quiet) return 'error'
  return LEVELS[Math.min(1 + verbosity, LEVELS.length - 1)] as LogLevel
}

/** A level by its name, in any case. `flag` is who named it. */
export function parseLevel(flag: string, text: string): LogLevel {
  const level = LEVELS.find((name) => name === text.toLowerCase())
  if (level === undefined) throw new ConfigError(`--${flag}: there is no level ${JSON.stringify(text)}: say ${LEVELS.join(', ')}`)
  return level
}
