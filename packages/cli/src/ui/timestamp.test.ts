import { describe, expect, test } from 'vitest'
import { parseTimestamp } from './timestamp.js'

/** Nanoseconds of an ISO text in UTC. */
const utc = (text: string, nanoseconds = 0n) => BigInt(Date.parse(text)) * 1_000_000n + nanoseconds

describe('a timestamp', () => {
  test.each([
    ['170203', utc('2017-02-03T00:00:00Z')],
    ['690101', utc('1969-01-01T00:00:00Z')],
    ['681231', utc('2068-12-31T00:00:00Z')],
    ['2001-02-03', utc('2001-02-03T00:00:00Z')],
    ['2001-02-03T04:05:06', utc('2001-02-03T04:05:06Z')],
    ['2001-02-03T04:05:06.123456789', utc('2001-02-03T04:05:06Z', 123_456_789n)],
    ['1960-02-29T23:59:59.5', utc('1960-02-29T23:59:59Z', 500_000_000n)],
    ['2001-02-03T04:05:06Z', utc('2001-02-03T04:05:06Z')],
    ['2001-02-03T04:05:06.7+05:30', utc('2001-02-02T22:35:06Z', 700_000_000n)],
    ['0050-01-01', utc('0050-01-01T00:00:00Z')],
  ])('%s is in UTC', (text, time) => {
    expect(parseTimestamp(text, false)).toBe(time)
  })

  test('is in local time when that is wanted, unless it names a zone', () => {
    const local = BigInt(new Date(2001, 6, 3, 4, 5, 6).getTime()) * 1_000_000n
    expect(parseTimestamp('2001-07-03T04:05:06.000000007', true)).toBe(local + 7n)
    expect(parseTimestamp('2001-07-03T04:05:06Z', true)).toBe(utc('2001-07-03T04:05:06Z'))
  })

  test.each([
    '',
    'bogus',
    '17.10.30',
    '171330',
    '170230',
    '2001-02-29',
    '2001-02-03T24:00:00',
    '2001-02-03T04:05',
    '2001-02-03 04:05:06',
    '1e9',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text, false)).toBeUndefined()
  })
})
