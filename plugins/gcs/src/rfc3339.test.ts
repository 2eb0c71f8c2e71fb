import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromRfc3339, toRfc3339 } from './rfc3339.js'

test('times have as many digits as they need, before the epoch too', () => {
  expect(toRfc3339(1_354_040_105_123_456_789n)).toBe('2012-11-27T18:15:05.123456789Z')
  expect(toRfc3339(1_354_040_105_000_000_000n)).toBe('2012-11-27T18:15:05Z')
  expect(toRfc3339(-500_000_000n)).toBe('1969-12-31T23:59:59.5Z')
})

test('other zones are read, other texts are not', () => {
  expect(fromRfc3339('2012-11-27T20:15:05.25+02:00')).toBe(1_354_040_105_250_000_000n)
  for (const text of [undefined, '', '1354040105', '2012-11-27', '2012-13-27T18:15:05Z']) expect(fromRfc3339(text)).toBeUndefined()
})

test('any time comes back', () => {
  const time = fc.bigInt({ min: -62_000_000_000n * 1_000_000_000n, max: 250_000_000_000n * 1_000_000_000n })
  fc.assert(fc.property(time, (each) => fromRfc3339(toRfc3339(each)) === each))
})
