import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration, parseSize } from './quantity.js'

describe('parseSize', () => {
  test.each([
    ['0', 0],
    ['1', 1024],
    ['0.1', 102],
    ['.5', 512],
    ['1.', 1024],
    ['1b', 1],
    ['1.9B', 1],
    ['1k', 1024],
    ['1Ki', 1024],
    ['1KiB', 1024],
    ['16M', 16 * 1024 ** 2],
    ['1.5g', 1.5 * 1024 ** 3],
    ['2TiB', 2 * 1024 ** 4],
    ['1P', 1024 ** 5],
    ['1e', 1024 ** 6],
    ['off', Number.POSITIVE_INFINITY],
    ['OFF', Number.POSITIVE_INFINITY],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each(['', '.', '1MB', '1kb', '1i', '1bi', '1bib', '1q', '-1', '-1K', '+1', '1 k', ' 1', '1e3', '0x1', 'NaN', '١'])(
    '%j is none',
    (text) => {
      expect(parseSize(text)).toBeUndefined()
    },
  )
})

describe('parseDuration', () => {
  test.each([
    ['0', 0],
    ['1', 1000],
    ['1.5', 1500],
    ['500ms', 500],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['1000000ns', 1],
    ['1h2m3s', 3_723_000],
    ['1.5d', 129_600_000],
    ['.5s', 500],
    ['1w', 604_800_000],
    ['1M', 2_592_000_000],
    ['1m', 60_000],
    ['1y', 31_536_000_000],
    ['1m1m', 120_000],
    ['off', Number.POSITIVE_INFINITY],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 6)
  })

  test.each(['', '.', 's', '1 s', '-1s', '1x', '1h2', '1H', '2021-01-01', '1e3', 'Infinity'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

test('any text is a quantity that is not negative, or none', () => {
  const pieces = fc.constantFrom('0', '1', '9', '.', 'k', 'M', 'i', 'B', 'b', 's', 'm', 'h', 'off', '-', 'e', ' ')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      for (const parse of [parseSize, parseDuration]) {
        const value = parse(parts.join(''))
        if (value !== undefined) expect(value).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 1000 },
  )
})
