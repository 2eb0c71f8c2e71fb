import { describe, expect, test } from 'vitest'
import { flat } from '../../test/flat.js'
import { entriesOf, memoryOf } from '../../test/memory.js'
import type { Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { orderKey } from '../fs/order.js'
import { ROOT } from '../fs/path.js'
import { listing } from './listing.js'
import { withListings } from './relisted.js'

const FILES = { a: '', b: '', c: '', d: '' }
const SORTED = Object.keys(FILES)

/** Claims path order and lists backwards. */
async function lying(): Promise<Fs> {
  const inner = flat(await memoryOf(FILES), { shuffled: (entries) => entries.toReversed(), pageSize: 2 })
  return { ...inner, features: { ...inner.features, listingOrder: 'path' } }
}

const keysOf = async (pages: AsyncIterable<Page>) => (await entriesOf(pages)).map(orderKey)

async function run(src: Fs, dst: Fs): Promise<{ passes: number; told: string[]; keys: string[][] }> {
  let passes = 0
  const told: string[] = []
  const sides = {
    src: (order: 'none' | undefined) => listing(src, ROOT, { order }),
    dst: (order: 'none' | undefined) => listing(dst, ROOT, { order }),
    again: (side: string, { path }: FsError) => void told.push(`${side} ${path}`),
  }
  const keys = await withListings(sides, async (left, right) => {
    passes++
    return [await keysOf(left), await keysOf(right)]
  })
  return { passes, told, keys }
}

describe('withListings', () => {
  test('is one pass where both sides keep their order', async () => {
    const fs = await memoryOf(FILES)
    expect(await run(fs, fs)).toEqual({ passes: 1, told: [], keys: [SORTED, SORTED] })
  })

  test('lists again, sorted as a whole, each side that breaks its order', async () => {
    const fs = await memoryOf(FILES)
    expect(await run(await lying(), fs)).toEqual({ passes: 2, told: ['src c'], keys: [SORTED, SORTED] })
    expect(await run(fs, await lying())).toEqual({ passes: 2, told: ['dst c'], keys: [SORTED, SORTED] })
    expect(await run(await lying(), await lying())).toEqual({ passes: 3, told: ['src c', 'dst c'], keys: [SORTED, SORTED] })
  })

  test('other failures, of a side or of the pass, are those of the whole', async () => {
    const fs = await memoryOf(FILES)
    const cause = new FsError('denied', 'no')
    const broken: Fs = {
      ...fs,
      // biome-ignore lint/correctness/useYield: it fails before it has anything
      listAll: async function* () {
        throw cause
      },
    }
    await expect(run(broken, fs)).rejects.toBe(cause)
    const sides = { src: () => listing(fs), dst: () => listing(fs), again: () => expect.fail('nothing was out of order') }
    await expect(withListings(sides, () => Promise.reject(cause))).rejects.toBe(cause)
  })
})
