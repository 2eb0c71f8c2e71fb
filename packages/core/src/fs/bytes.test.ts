import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ByteRange, bytesSource, readAll, resolveRange } from './bytes.js'

const ranges: fc.Arbitrary<ByteRange | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ start: fc.nat(20) }),
  fc.record({ start: fc.nat(20), end: fc.nat(20) }),
  fc.record({ last: fc.nat(20) }),
)

/** What a range means, said again with the array's own words. */
function naive(bytes: Uint8Array, range: ByteRange | undefined): Uint8Array {
  if (range === undefined) return bytes
  if ('last' in range) return range.last === 0 ? new Uint8Array() : bytes.slice(-range.last)
  return bytes.slice(range.start, range.end)
}

async function* chunked(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

describe('ranges', () => {
  test('name what the array would slice, and nothing beyond the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), ranges, (bytes, range) => {
        const { start, end } = resolveRange(range, bytes.length)
        expect(0 <= start && start <= end && end <= bytes.length).toBe(true)
        expect(bytes.slice(start, end)).toEqual(naive(bytes, range))
      }),
    )
  })
})

describe('bytesSource', () => {
  test('opens again and again, in ranges, and gives copies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 16 }), ranges, async (bytes, range) => {
        const source = bytesSource(bytes)
        expect(source).toMatchObject({ size: bytes.length, repeatable: true })
        const first = await readAll(source.open(range))
        expect(new Uint8Array(first)).toEqual(naive(bytes, range))
        first.fill(0)
        expect(new Uint8Array(await readAll(source.open(range)))).toEqual(naive(bytes, range))
        expect(source.whole?.()).toEqual(bytes)
      }),
    )
  })
})

describe('readAll', () => {
  test('joins the chunks, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 16 }), fc.integer({ min: 1, max: 17 }), async (bytes, size) => {
        expect(new Uint8Array(await readAll(chunked(bytes, size), bytes.length))).toEqual(bytes)
      }),
    )
  })

  test('stops at the first byte over the limit, and releases the body', async () => {
    let released = false
    const endless = async function* () {
      try {
        for (;;) yield new Uint8Array(3)
      } finally {
        released = true
      }
    }
    await expect(readAll(endless(), 10)).rejects.toMatchObject({ kind: 'mismatch', message: 'the body is longer than 10 bytes' })
    expect(released).toBe(true)
  })
})
