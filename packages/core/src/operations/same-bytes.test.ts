import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bytes } from '../fs/bytes.js'
import { sameBytes } from './same-bytes.js'

/** The bytes in chunks of these sizes, over and over; a chunk's memory is used again for the next, as `reuse` allows. */
async function* chunked(bytes: Uint8Array, sizes: readonly number[], left?: { done: boolean }): Bytes {
  const memory = new Uint8Array(16)
  try {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = Math.min(sizes[turn % sizes.length] ?? 1, bytes.length - at)
      memory.fill(0xff)
      memory.set(bytes.subarray(at, at + size))
      yield memory.subarray(0, size)
      at += size
    }
  } finally {
    if (left !== undefined) left.done = true
  }
}

const cuts = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 4 }).filter((sizes) => sizes.some((size) => size > 0))
const bodies = fc.uint8Array({ maxLength: 20, max: 1 })

describe('sameBytes', () => {
  test('tells equal bodies from others, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, bodies, fc.boolean(), cuts, cuts, async (a, other, isSame, left, right) => {
        const b = isSame ? a : other
        expect(await sameBytes(chunked(a, left), chunked(b, right))).toBe(Buffer.compare(a, b) === 0)
      }),
      { numRuns: 500 },
    )
  })

  test('lets go of both at the first difference', async () => {
    const [left, right] = [{ done: false }, { done: false }]
    const [a, b] = [new Uint8Array(100), new Uint8Array(100).fill(1)]
    expect(await sameBytes(chunked(a, [5], left), chunked(b, [7], right))).toBe(false)
    expect([left.done, right.done]).toEqual([true, true])
  })
})
