import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ByteRange, resolveRange } from '../fs/bytes.js'
import { isEmptyRange, rangeHeader, rangeLength } from './ranges.js'

const ranges: fc.Arbitrary<ByteRange> = fc.oneof(
  fc.record({ last: fc.nat(20) }),
  fc.tuple(fc.nat(20), fc.option(fc.nat(20), { nil: undefined })).map(([start, end]) => (end === undefined ? { start } : { start, end })),
)

test.each([
  [{ start: 0 }, 'bytes=0-'],
  [{ start: 3, end: 5 }, 'bytes=3-4'],
  [{ last: 7 }, 'bytes=-7'],
])('%j is asked for as %s', (range, header) => expect(rangeHeader(range)).toBe(header))

test('an empty range names nothing of any file', () => {
  fc.assert(
    fc.property(ranges, fc.nat(30), (range, size) => {
      const { start, end } = resolveRange(range, size)
      if (isEmptyRange(range)) expect(end).toBe(start)
    }),
  )
  expect([{ last: 0 }, { start: 2, end: 2 }].map(isEmptyRange)).toEqual([true, true])
  expect([{ last: 1 }, { start: 2, end: 3 }, { start: 2 }].map(isEmptyRange)).toEqual([false, false, false])
})

describe('rangeLength', () => {
  test('takes the answer that a service gives, and no other one', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 30 }), fc.integer({ min: -1, max: 1 }), (range, size, shift) => {
        const { start, end } = resolveRange(range, size)
        fc.pre(end > start)
        const length = rangeLength(range, `bytes ${start + shift}-${end - 1}/${size}`)
        expect(length).toBe(shift === 0 ? end - start : undefined)
        expect(rangeLength(range, undefined, size)).toBe(start === 0 && end === size ? size : undefined)
      }),
    )
  })

  test('where nobody tells the size, an answer without the header is no known range', () => {
    expect(rangeLength({ start: 0 }, undefined)).toBeUndefined()
    expect([rangeLength({ last: 2 }, 'bytes 2-3/*'), rangeLength({ last: 2 }, 'bytes 2-3/*', 4)]).toEqual([undefined, 2])
  })

  test.each(['bytes */9', '0-3/9', 'bytes 0--1/0', ''])('%j tells nothing: all of it must have come', (header) => {
    expect([rangeLength({ start: 0 }, header, 4), rangeLength({ start: 0 }, header, 0)]).toEqual([4, 0])
    expect(rangeLength({ start: 1 }, header, 4)).toBeUndefined()
    expect(rangeLength({ start: 0 }, header)).toBeUndefined()
  })
})
