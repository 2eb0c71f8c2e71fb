import { nanosecondsOfSecond, toDate } from '@tranship/core/backend'

/** A time as metadata has it, in UTC: "2012-11-28T06:28:25.123456789Z", trailing zeros trimmed (RFC 3339, as Go's RFC3339Nano). */
export function timestamp(time: bigint): string {
  const seconds = toDate(time)
    .toISOString()
    .replace(/\.\d+Z$/, '')
  const fraction = nanosecondsOfSecond(time).replace(/0+$/, '')
  return `${seconds}${fraction && `.${fraction}`}Z`
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/

/** The time that an RFC 3339 text with any offset tells; undefined for any other text. */
export function parseTimestamp(text: string): bigint | undefined {
  const [, date, time, fraction = '', offset] = TIMESTAMP.exec(text) ?? []
  const milliseconds = Date.parse(`${date}T${time}${offset}`)
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}
