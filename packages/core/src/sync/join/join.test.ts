import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths } from '../../../test/names.js'
import type { FsEntry, Page } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { compareEntries, comparePaths, orderKey } from '../../fs/order.js'
import { fsPath } from '../../fs/path.js'
import { joinListings } from './join.js'

const cause = new FsError('denied', 'no')

/** A listing: no two entries of one order key. */
const listings: fc.Arbitrary<FsEntry[]> = fc
  .uniqueArray(fc.tuple(paths, fc.constantFrom('object', 'directory', 'unreadable')), {
    selector: ([path, kind]) => (kind === 'object' ? path : `${path}/`),
    maxLength: 12,
  })
  .map((named) =>
    named.map(([path, kind]) => (kind === 'unreadable' ? { kind, path, cause } : ({ kind, path } as FsEntry))).sort(compareEntries),
  )

const sizes = fc.array(fc.nat(4), { minLength: 1, maxLength: 6 }).filter((all) => all.some((size) => size > 0))

/** The entries in pages of these sizes, over and over; empty ones too. */
async function* paged(entries: Page, pageSizes: readonly number[]): AsyncIterable<Page> {
  for (let at = 0, turn = 0; at < entries.length; turn++) {
    const size = pageSizes[turn % pageSizes.length] ?? 1
    yield entries.slice(at, at + size)
    at += size
  }
}

describe('joinListings', () => {
  test('pairs as a map would, in path order, however the pages are cut', async () => {
    await fc.assert(
      fc.asyncProperty(listings, listings, sizes, sizes, async (src, dst, srcSizes, dstSizes) => {
        const both = new Map<string, { src?: FsEntry; dst?: FsEntry }>()
        for (const entry of src) both.set(orderKey(entry), { src: entry })
        for (const entry of dst) both.set(orderKey(entry), { ...both.get(orderKey(entry)), dst: entry })
        const expected = [...both]
          .sort(([a], [b]) => comparePaths(a, b))
          .map(([, pair]) => ({ path: (pair.src ?? pair.dst)?.path, ...pair }))
        expect((await Array.fromAsync(joinListings(paged(src, srcSizes), paged(dst, dstSizes)))).flat()).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('reads no more than one page of a side ahead of the other', async () => {
    const entries = Array.from({ length: 100 }, (_, at): FsEntry => ({ kind: 'object', path: fsPath(String(at).padStart(3, '0')) }))
    let told = 0
    let joined = 0
    const counting = async function* (): AsyncIterable<Page> {
      for await (const page of paged(entries, [10])) {
        told += page.length
        expect(told - joined).toBeLessThanOrEqual(20)
        yield page
      }
    }
    for await (const page of joinListings(counting(), paged(entries, [7]))) joined += page.length
    expect(joined).toBe(100)
  })

  test('leaving the loop, or the failure of a side, ends both listings', async () => {
    const ended: string[] = []
    const side = async function* (name: string, fails: boolean): AsyncIterable<Page> {
      try {
        yield [{ kind: 'object', path: fsPath('a') }]
        if (fails) throw cause
        yield [{ kind: 'object', path: fsPath('b') }]
        yield [{ kind: 'object', path: fsPath('c') }]
      } finally {
        ended.push(name)
      }
    }
    for await (const page of joinListings(side('src', false), side('dst', false))) {
      expect(page).toHaveLength(1)
      break
    }
    expect(ended.sort()).toEqual(['dst', 'src'])
    for (const failing of ['src', 'dst']) {
      ended.length = 0
      const joined = Array.fromAsync(joinListings(side('src', failing === 'src'), side('dst', failing === 'dst')))
      await expect(joined).rejects.toBe(cause)
      expect(ended.sort()).toEqual(['dst', 'src'])
    }
  })

  test('the failure of both sides is the failure of the first', async () => {
    const broken = async function* (error: Error): AsyncIterable<Page> {
      yield []
      throw error
    }
    await expect(Array.fromAsync(joinListings(broken(cause), broken(new Error('the other'))))).rejects.toBe(cause)
  })
})
