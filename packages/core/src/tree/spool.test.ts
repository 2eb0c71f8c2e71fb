import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entriesOf } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { compareEntries } from '../fs/order.js'
import { PAGE_SIZE } from './page.js'
import { createSpool, sorted } from './spool.js'

const entries: fc.Arbitrary<FsEntry> = fc
  .tuple(paths, fc.constantFrom('object', 'directory'))
  .map(([path, kind]) => ({ kind, path }) as FsEntry)

test('a spool gives back what was added in path order, those of one path as they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(entries, { maxLength: 5 }), { maxLength: 5 }), async (pages) => {
      const spool = createSpool()
      for (const page of pages) await spool.add(page)
      const all: Page = pages.flat()
      expect(spool.size).toBe(all.length)
      const given = await entriesOf(spool.inOrder())
      expect(given).toEqual(all.toSorted(compareEntries))
      for (const [at, entry] of given.entries()) expect(entry).toBe(all.toSorted(compareEntries)[at])
    }),
  )
})

test('its pages are of bounded size, and there is none of nothing', async () => {
  const spool = createSpool()
  await spool.add(Array.from({ length: PAGE_SIZE + 1 }, (_, at) => ({ kind: 'object', path: `${at}` }) as FsEntry))
  expect((await Array.fromAsync(spool.inOrder())).map((page) => page.length)).toEqual([PAGE_SIZE, 1])
  expect(await Array.fromAsync(createSpool().inOrder())).toEqual([])
})

test('sorting a stream fails as the stream fails, and tells nothing before', async () => {
  const broken = async function* (): AsyncIterable<Page> {
    yield [{ kind: 'object', path: 'a' } as FsEntry]
    throw new Error('cut off')
  }
  const told: Page[] = []
  const read = async () => {
    for await (const page of sorted(broken())) told.push(page)
  }
  await expect(read()).rejects.toThrow('cut off')
  expect(told).toEqual([])
})
