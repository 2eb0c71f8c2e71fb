import { nanosecondsOfSecond, toDate } from '@tranship/core'

/** What rclone shows where there is no time: 2000-01-01T00:00:00Z. */
export const NO_TIME = 946_684_800_000_000_000n

/** The second whose text was asked for last, since the epoch: many files of a tree are of one. */
let known = { second: Number.NaN, text: '' }

/** "2026-11-23 05:53:39" in local time. */
export function dateTime(time: bigint): string {
  const date = toDate(time)
  const second = Math.floor(date.getTime() / 1000)
  if (second !== known.second) {
    const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-')
    known = { second, text: `${day} ${clock(date)}` }
  }
  return known.text
}

/** "2026-11-23 05:53:39.373609254" in local time. */
export function dateTimeNanoseconds(time: bigint): string {
  return `${dateTime(time)}.${nanosecondsOfSecond(time)}`
}

/** "2026/11/23 05:53:39" in local time, as rclone's log lines begin. */
export function logTime(date: Date): string {
  return `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())} ${clock(date)}`
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** "9 B", "1.500 KiB": binary units, up to three decimals. */
export function byteCount(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${Number.isInteger(value) ? value : value.toFixed(3)} ${UNITS[unit]}`
}

/** "1 file", "2 files". */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
