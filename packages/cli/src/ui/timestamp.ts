/** YYMMDD, YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS with up to nine digits behind a point, and with "Z" or "+01:00" at the end. */
const FORM =
  /^(?:(?<yy>\d\d)(?<mm>\d\d)(?<dd>\d\d)|(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:T(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d\d:\d\d)?)?)$/

/** The time that a text names, in nanoseconds since the epoch, in UTC or in local time unless it says; undefined: it names none. */
export function parseTimestamp(text: string, isLocal: boolean): bigint | undefined {
  const parts = FORM.exec(text)?.groups
  if (parts === undefined) return undefined
  const { yy, mm, dd, year = century(yy), month = mm, day = dd, hour = '0', minute = '0', second = '0', fraction = '', zone } = parts
  const fields = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const utc = utcOf(fields)
  if (utc === undefined) return undefined
  const milliseconds = isLocal && zone === undefined ? localOf(fields) : utc - offsetOf(zone)
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** As Go and C have it: 69 to 99 are of the last century. */
function century(yy = '0'): string {
  return `${Number(yy) >= 69 ? 19 : 20}${yy}`
}

type Fields = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number]

/** Milliseconds since the epoch; undefined: there is no such day or time of day. */
function utcOf([year, month, day, hour, minute, second]: Fields): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.setUTCHours(hour, minute, second)
}

function localOf([year, month, day, hour, minute, second]: Fields): number {
  const date = new Date(0)
  date.setFullYear(year, month - 1, day)
  return date.setHours(hour, minute, second, 0)
}

/** Milliseconds that a zone is ahead of UTC. */
function offsetOf(zone = 'Z'): number {
  if (zone === 'Z') return 0
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
