import type { LogLevel } from '@tranship/core'
import { jsonLine } from './json.js'
import { LOG_SCHEMA, type LogEvent } from './log-events.js'

/** A line of the JSON log: the keys of rclone's, and behind them those of the event. Names are the stored ones. */
export function recordLine(time: Date, level: LogLevel, message: string, path: string | undefined, event: LogEvent | undefined): string {
  return jsonLine({
    time: time.toISOString(),
    level,
    msg: message,
    ...(path !== undefined && path !== '' && { object: path }),
    schema: LOG_SCHEMA,
    ...event,
  })
}
