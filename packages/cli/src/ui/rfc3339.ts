import { nanosecondsOfSecond, toDate } from '@tranship/core'

/**
 * "2012-11-27T18:15:05.123456789+01:00" in local time. Behind the point stand no digits, three or nine, as a step of
 * `precision` nanoseconds needs them; without a precision none.
 */
export function rfc3339(time: bigint, precision: bigint = SECOND): string {
  const date = toDate(time)
  const offset = -date.getTimezoneOffset()
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -'.000Z'.length)
  const digits = precision >= SECOND ? 0 : precision >= MILLISECOND ? 3 : 9
  return `${local}${digits === 0 ? '' : `.${nanosecondsOfSecond(time).slice(0, digits)}`}${zone(offset)}`
}

const MILLISECOND = 1_000_000n
const SECOND = 1_000_000_000n

function zone(minutes: number): string {
  if (minutes === 0) return 'Z'
  const size = Math.abs(minutes)
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}
