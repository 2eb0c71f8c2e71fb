import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endlessPieces, partSizeOf } from './plan.js'

const MEBIBYTE = 1024 ** 2

test('parts of a known size grow until they are few enough', () => {
  const sizes = fc.record({
    size: fc.integer({ min: 0, max: 50 * 1024 ** 4 }),
    chunkSize: fc.integer({ min: 5 * MEBIBYTE, max: 5 * 1024 ** 3 }),
    mostParts: fc.integer({ min: 1, max: 10_000 }),
  })
  fc.assert(
    fc.property(sizes, ({ size, ...settings }) => {
      const part = partSizeOf(settings, size)
      expect(part).toBeGreaterThanOrEqual(settings.chunkSize)
      expect(Math.ceil(size / part)).toBeLessThanOrEqual(settings.mostParts)
    }),
  )
})

test('parts of an unknown size grow where they may, and follow each other', () => {
  const lengths = (equal: boolean): number[] => {
    const found: number[] = []
    let at = 0
    for (const { number, start, end = 0 } of endlessPieces(5 * MEBIBYTE, equal)) {
      if (start !== at) throw new Error(`part ${number} begins at ${start}, not at ${at}`)
      at = end
      if (found.push(end - start) !== number || number === 10_000) break
    }
    return found
  }
  const equal = lengths(true)
  expect(new Set(equal)).toEqual(new Set([5 * MEBIBYTE]))
  const growing = lengths(false)
  expect(growing.slice(0, 1000)).toEqual(equal.slice(0, 1000))
  expect(growing.slice(1000, 1100)).toEqual(equal.slice(0, 100).map((length) => 2 * length))
  expect(growing.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(2 * 1024 ** 4)
})
