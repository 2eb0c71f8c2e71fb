import { expect, test } from 'vitest'
import { rfc3339 } from './rfc3339.js'

const TIME = 1_354_040_105_120_000_000n

function inZone<Result>(zone: string, work: () => Result): Result {
  const before = process.env.TZ
  process.env.TZ = zone
  try {
    return work()
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
}

test.each([
  ['UTC', 1n, '2012-11-27T18:15:05.120000000Z'],
  ['UTC', 1_000n, '2012-11-27T18:15:05.120000000Z'],
  ['UTC', 1_000_000n, '2012-11-27T18:15:05.120Z'],
  ['UTC', 1_000_000_000n, '2012-11-27T18:15:05Z'],
  ['UTC', undefined, '2012-11-27T18:15:05Z'],
  ['Asia/Kathmandu', 1_000_000_000n, '2012-11-28T00:00:05+05:45'],
  ['America/St_Johns', 1_000_000_000n, '2012-11-27T14:45:05-03:30'],
])('in %s with a step of %s ns it is %s', (zone, precision, text) => {
  expect(inZone(zone, () => rfc3339(TIME, precision))).toBe(text)
})

test('before the epoch the decimals count upwards too', () => {
  expect(inZone('UTC', () => rfc3339(-1n, 1n))).toBe('1969-12-31T23:59:59.999999999Z')
})
