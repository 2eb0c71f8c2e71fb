import { floorDivide, fromDate, nanosecondsOfSecond } from '@tranship/core/backend'

const SECOND = 1_000_000_000n

/** Nanoseconds since the epoch of a time such as "2012-11-27T18:15:05.123456789Z"; undefined for any other text. */
export function fromRfc3339(text: string | undefined): bigint | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/.exec(text ?? '')
  if (parts === null) return undefined
  const [, day, time, fraction = '', zone = ''] = parts
  const date = new Date(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(date.getTime()) ? undefined : fromDate(date) + BigInt(fraction.padEnd(9, '0'))
}

/** The time in UTC with as many digits as it needs, as Go's RFC3339Nano writes it. */
export function toRfc3339(time: bigint): string {
  const seconds = Number(floorDivide(time, SECOND))
  const fraction = nanosecondsOfSecond(time).replace(/0+$/, '')
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}${fraction === '' ? '' : `.${fraction}`}Z`
}
