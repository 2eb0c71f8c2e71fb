import type { LogLevel } from '@tranship/core'
import { logTime } from './format.js'
import type { LogEvent } from './log-events.js'
import { recordLine } from './log-record.js'
import { printable } from './printable.js'

const LABELS: Readonly<Record<LogLevel, string>> = { error: 'ERROR ', notice: 'NOTICE', info: 'INFO  ', debug: 'DEBUG ' }
const LEVELS: readonly LogLevel[] = ['error', 'notice', 'info', 'debug']

/** A log that is told besides what happened, for programs that read it. */
export type EventLog = (level: LogLevel, message: string, path?: string, event?: LogEvent) => void

/** How a log is written. */
export interface LogForm {
  /** Levels beyond it are dropped. */
  readonly most: LogLevel
  /** An object a line instead of text. */
  readonly json?: boolean
}

/** Writes lines of rclone's form: `2026/11/23 05:53:39 INFO  : sub/file: Copied (new)`; or JSON, as docs/events.md tells. */
export function createLog(write: (text: string) => void, { most, json = false }: LogForm): EventLog {
  const shown = new Set(LEVELS.slice(0, LEVELS.indexOf(most) + 1))
  const lineFor = json ? recordLine : textLine
  return (level, message, path, event) => {
    if (shown.has(level)) write(`${lineFor(new Date(), level, message, path, event)}\n`)
  }
}

function textLine(time: Date, level: LogLevel, message: string, path: string | undefined): string {
  const about = path === undefined || path === '' ? '' : `${printable(path)}: `
  return `${logTime(time)} ${LABELS[level]}: ${about}${printable(message)}`
}
