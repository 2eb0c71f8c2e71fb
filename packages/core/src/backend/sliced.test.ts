import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ByteRange, resolveRange } from '../fs/bytes.js'
import { sliced } from './sliced.js'

test('gives what the range names of the whole, however that comes', async () => {
  const ranges: fc.Arbitrary<ByteRange | undefined> = fc.oneof(
    fc.constant(undefined),
    fc.record({ last: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ start: fc.nat(12) }),
    fc.tuple(fc.nat(12), fc.nat(12)).map(([start, length]) => ({ start, end: start + length })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 5 }), ranges, async (chunks, range) => {
      const whole = Buffer.concat(chunks)
      const { start, end } = resolveRange(range, whole.byteLength)
      const body = async function* () {
        yield* chunks
      }
      expect(Buffer.concat(await Array.fromAsync(sliced(body(), range)))).toEqual(whole.subarray(start, end))
    }),
  )
})
