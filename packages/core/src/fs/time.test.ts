import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floorDivide, fromDate, fromDecimalSeconds, nanosecondsOfSecond, toDate, toDecimalSeconds } from './time.js'

/** Within what a Date can hold. */
const times = fc.bigInt({ min: -8_640_000_000_000_000_000_000n, max: 8_640_000_000_000_000_000_000n })

describe('times', () => {
  test.each([
    [1354040105_123456789n, '1354040105.123456789'],
    [1354040105_000000000n, '1354040105'],
    [1354040105_120000000n, '1354040105.12'],
    [-500_000_000n, '-0.5'],
    [-1n, '-0.000000001'],
    [0n, '0'],
  ])('%d is %s', (time, text) => {
    expect(toDecimalSeconds(time)).toBe(text)
    expect(fromDecimalSeconds(text)).toBe(time)
  })

  test('decimal seconds keep every nanosecond', () => {
    fc.assert(
      fc.property(times, (time) => {
        const text = toDecimalSeconds(time)
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d{0,8}[1-9])?$/)
        expect(fromDecimalSeconds(text)).toBe(time)
      }),
    )
  })

  test('what others write is read too: more digits, a plus, blanks, a bare point', () => {
    expect(['1.1234567899', '+2', ' 3 ', '4.', '.5', '-.5', '007'].map(fromDecimalSeconds)).toEqual([
      1_123_456_789n,
      2_000_000_000n,
      3_000_000_000n,
      4_000_000_000n,
      500_000_000n,
      -500_000_000n,
      7_000_000_000n,
    ])
  })

  test.each(['', ' ', '.', '-', '+.', '1e9', '1,5', '0x10', '1.2.3', '--1', 'NaN', '2012-11-27', '1 2'])('%j is no time', (text) => {
    expect(fromDecimalSeconds(text)).toBeUndefined()
  })

  test('a Date loses only what is below a millisecond, towards the past', () => {
    fc.assert(
      fc.property(times, (time) => {
        const cut = fromDate(toDate(time))
        expect(cut <= time && time - cut < 1_000_000n).toBe(true)
      }),
    )
    expect(toDate(-1n).getTime()).toBe(-1)
  })

  test('the nine digits below the second and the whole seconds make up the time', () => {
    fc.assert(
      fc.property(times, (time) => {
        const digits = nanosecondsOfSecond(time)
        expect(digits).toMatch(/^\d{9}$/)
        expect(floorDivide(time, 1_000_000_000n) * 1_000_000_000n + BigInt(digits)).toBe(time)
      }),
    )
  })

  test('floorDivide rounds towards the past whatever the signs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -50, max: 50 }).filter((n) => n !== 0),
        (a, b) => {
          expect(floorDivide(BigInt(a), BigInt(b))).toBe(BigInt(Math.floor(a / b)))
        },
      ),
    )
  })
})
