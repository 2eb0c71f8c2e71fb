import { parseDuration } from '../backend/quantity.js'
import { fromDate } from '../fs/time.js'

const DATE = /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?:\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|[+-]\d{2}:\d{2})?)?$/

/**
 * The time, in nanoseconds since the epoch, that lies an age before `now`: "1d", "1h30m", bare seconds; or a date itself:
 * "2026-11-23", "2026-11-23T05:53:39", "2026-11-23 05:53:39" in local time, or with "Z" or "+01:00" at its end. "off" is
 * no bound. Undefined for any other text.
 */
export function parseAge(text: string, now: Date): bigint | 'off' | undefined {
  const isFuture = text.startsWith('-')
  const age = parseDuration(isFuture ? text.slice(1) : text)
  if (age === Number.POSITIVE_INFINITY) return isFuture ? undefined : 'off'
  if (age !== undefined) return fromDate(now) + BigInt(Math.round(age * 1e6)) * (isFuture ? 1n : -1n)
  const day = DATE.exec(text)?.groups?.day
  // JavaScript takes February 30 for March 2.
  if (day === undefined || new Date(day).toJSON()?.slice(0, 10) !== day) return undefined
  const date = new Date(text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T'))
  return Number.isNaN(date.getTime()) ? undefined : fromDate(date)
}
