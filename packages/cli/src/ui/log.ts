import type { Log, LogLevel } from '@tranship/core'
import { logTime } from './format.js'
import { printable } from './printable.js'

const LABELS: Readonly<Record<LogLevel, string>> = { error: 'ERROR ', notice: 'NOTICE', info: 'INFO  ', debug: 'DEBUG ' }
const LEVELS: readonly LogLevel[] = ['error', 'notice', 'info', 'debug']

/** Writes lines of rclone's form: `2026/11/23 05:53:39 INFO  : sub/file: Copied (new)`. Levels beyond `most` are dropped. */
export function createLog(write: (text: string) => void, most: LogLevel): Log {
  const shown = new Set(LEVELS.slice(0, LEVELS.indexOf(most) + 1))
  return (level, message, path) => {
    if (!shown.has(level)) return
    const about = path === undefined || path === '' ? '' : `${printable(path)}: `
    write(`${logTime(new Date())} ${LABELS[level]}: ${about}${printable(message)}\n`)
  }
}

/** The level that a person asked for: errors only for quiet, else notices, and more for each `-v`. */
export function levelFor(quiet: boolean, verbosity: number): LogLevel {
  if (quiet) return 'error'
  return LEVELS[Math.min(1 + verbosity, LEVELS.length - 1)] as LogLevel
}
