import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { entriesOf } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import type { FsEntry, FsObject, Page } from '../fs/entry.js'
import { compareEntries, comparePaths } from '../fs/order.js'
import { fsPath } from '../fs/path.js'
import { entryPacking } from './entry-packing.js'
import { PAGE_SIZE } from './page.js'
import { createSpool, createSpoolOf, sorted } from './spool.js'

const directory = await mkdtemp(join(tmpdir(), 'tranship-spool-'))
afterAll(() => rm(directory, { recursive: true }))

/** Without a scratch directory; with one for what is beyond so many bytes. */
const spaces = [{}, { scratch: { directory, memory: 300_000 } }, { scratch: { directory, memory: 0 } }]

const entries: fc.Arbitrary<FsEntry> = fc
  .tuple(paths, fc.constantFrom('object', 'directory'))
  .map(([path, kind]) => ({ kind, path }) as FsEntry)

/** Many objects whose names and sizes come again and again in no order, each told from the others by its id. */
function manyObjects(count: number, names: number): readonly FsObject[] {
  return Array.from({ length: count }, (_, at) => {
    const mixed = (at * 7919) % names
    return { kind: 'object', path: fsPath(`${mixed % 10}/${mixed}`), size: mixed % 100, id: String(at) }
  })
}

async function* paged(items: Page, size: number): AsyncIterable<Page> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

test('gives back what was added in path order, those of one path as they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(entries, { maxLength: 5 }), { maxLength: 5 }), async (pages) => {
      const spool = createSpool()
      for (const page of pages) await spool.add(page)
      const all: Page = pages.flat()
      expect(spool.size).toBe(all.length)
      const given = await entriesOf(spool.inOrder())
      for (const [at, entry] of all.toSorted(compareEntries).entries()) expect(given[at]).toBe(entry)
      expect(given).toHaveLength(all.length)
    }),
  )
})

test.each(spaces)('sorts as an array is sorted, with %j', async (options) => {
  const sizeKey = ({ size = 0 }: FsEntry & { size?: number }) => String(size).padStart(3, '0')
  for (const objects of [manyObjects(12_000, 12_000), manyObjects(12_000, 500), manyObjects(9_000, 9_000).toSorted(compareEntries)]) {
    expect(await entriesOf(sorted(paged(objects, 777), options))).toEqual(objects.toSorted(compareEntries))
    for (const descending of [false, true]) {
      const spool = createSpoolOf({ packing: entryPacking, key: sizeKey, descending }, options)
      await Promise.all((await Array.fromAsync(paged(objects, 1000))).map((page) => spool.add(page)))
      const sign = descending ? -1 : 1
      expect(await entriesOf(spool.inOrder())).toEqual(objects.toSorted((a, b) => sign * comparePaths(sizeKey(a), sizeKey(b))))
    }
  }
})

test('merges its runs when there are very many', async () => {
  const objects = manyObjects(35 * 4096, 35 * 4096)
  let last: FsEntry | undefined
  let count = 0
  for await (const page of sorted(paged(objects, 4096), { scratch: { directory, memory: 0 } })) {
    for (const entry of page) {
      if (last !== undefined && compareEntries(last, entry) >= 0) expect.fail(`${entry.path} comes after ${last.path}`)
      last = entry
      count++
    }
  }
  expect(count).toBe(objects.length)
})

test('its pages are of bounded size, and there is none of nothing', async () => {
  const spool = createSpool()
  await spool.add(Array.from({ length: PAGE_SIZE + 1 }, (_, at) => ({ kind: 'object', path: `${at}` }) as FsEntry))
  expect((await Array.fromAsync(spool.inOrder())).map((page) => page.length)).toEqual([PAGE_SIZE, 1])
  expect(await Array.fromAsync(createSpool().inOrder())).toEqual([])
})

test.each(['read to its end', 'left early', 'disposed unread'])('%s, it leaves no file', async (how) => {
  const spool = createSpool({ scratch: { directory, memory: 0 } })
  await spool.add(manyObjects(10_000, 10_000))
  if (how === 'disposed unread') await spool[Symbol.asyncDispose]()
  else for await (const _page of spool.inOrder()) if (how === 'left early') break
  expect(spool.size).toBe(0)
  expect(await readdir(directory)).toEqual([])
})

test('fails when its scratch directory cannot be used, and tells which', async () => {
  const file = join(directory, 'no-directory')
  await writeFile(file, '')
  const spool = createSpool({ scratch: { directory: file, memory: 0 } })
  const failure = { kind: 'unexpected', message: expect.stringContaining(file) }
  await expect(spool.add(manyObjects(5_000, 5_000))).rejects.toMatchObject(failure)
  await expect(entriesOf(spool.inOrder())).rejects.toMatchObject(failure)
  await rm(file)
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
