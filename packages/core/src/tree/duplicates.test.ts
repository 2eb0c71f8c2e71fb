import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { compareEntries, orderKey } from '../fs/order.js'
import { type FsPath, fsPath } from '../fs/path.js'
import { onePerName } from './duplicates.js'

const a = (id: string, fields: object = {}): FsEntry => ({ kind: 'object', path: fsPath('a'), id, ...fields })

async function resultOf(pages: readonly Page[]): Promise<{ told: FsEntry[]; duplicates: FsEntry[] }> {
  const duplicates: FsEntry[] = []
  const listing = async function* () {
    yield* pages
  }
  const told = (await Array.fromAsync(onePerName(listing(), (entry) => duplicates.push(entry)))).flat()
  return { told, duplicates }
}

describe('onePerName', () => {
  test('the newest stands for its name, of equally new ones that of the smallest id, whatever the order of listing', async () => {
    const ranked: readonly (readonly [winner: FsEntry, other: FsEntry])[] = [
      [a('2', { modTime: 5n }), a('1', { modTime: 4n })],
      [a('1', { modTime: 5n }), a('2', { modTime: 5n })],
      [a('1'), a('2')],
      [a('2', { modTime: -5n }), a('1')],
      [a('2', { modTime: 1n, lastModified: 9n }), a('1', { modTime: 5n, lastModified: 8n })],
    ]
    for (const [winner, other] of ranked) {
      for (const page of [
        [winner, other],
        [other, winner],
      ]) {
        expect(await resultOf([page])).toEqual({ told: [winner], duplicates: [other] })
        expect(await resultOf(page.map((entry) => [entry]))).toEqual({ told: [winner], duplicates: [other] })
      }
    }
  })

  test('an object and a directory of one name, and places that cannot be read, are told as they are', async () => {
    const cause = new FsError('denied', 'no')
    const page: Page = [
      a('1'),
      { kind: 'directory', path: fsPath('a') },
      { kind: 'unreadable', path: fsPath('a'), cause },
      { kind: 'unreadable', path: fsPath('a'), cause },
    ]
    expect(await resultOf([page])).toEqual({ told: page, duplicates: [] })
  })

  test('tells each name once and in order, and every other entry as a duplicate', async () => {
    const entries = fc.array(
      fc.record({
        kind: fc.constantFrom('object', 'directory'),
        path: fc.constantFrom('a', 'a!', 'b') as fc.Arbitrary<FsPath>,
        id: fc.string({ maxLength: 2 }),
        modTime: fc.bigInt(0n, 2n),
      }),
      { maxLength: 12 },
    ) as fc.Arbitrary<FsEntry[]>
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 4 }), async (found, size) => {
        found.sort(compareEntries)
        const pages = Array.from({ length: Math.ceil(found.length / size) }, (_, at) => found.slice(at * size, (at + 1) * size))
        const { told, duplicates } = await resultOf(pages)
        expect(told.map(orderKey)).toEqual([...new Set(found.map(orderKey))])
        expect([...told, ...duplicates].toSorted(compareEntries)).toHaveLength(found.length)
        expect(new Set([...told, ...duplicates])).toEqual(new Set(found))
      }),
    )
  })
})
