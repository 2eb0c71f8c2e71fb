import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entriesOf } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { compareEntries, orderKey } from '../fs/order.js'
import { type FsPath, fsPath, isBelow, parentOf, ROOT } from '../fs/path.js'
import { shownPath } from '../fs/stored-name.js'
import { withEscapesInPlace, withImpliedDirectories } from './implied.js'

const object = (path: string): FsEntry => ({ kind: 'object', path: path as FsPath })
const directory = (path: string): FsEntry => ({ kind: 'directory', path: path as FsPath })

async function* paged(entries: Page, size: number): AsyncIterable<Page> {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size)
}

describe('withImpliedDirectories', () => {
  test('tells each directory once, before its content, whether the listing had it or only implied it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(paths, { maxLength: 10 }),
        fc.uniqueArray(paths, { maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (files, markers, size) => {
          const listed = [...files.map(object), ...markers.map(directory)].sort(compareEntries)
          const expected = new Map(listed.map((entry) => [orderKey(entry), entry]))
          for (const { path } of listed) {
            for (let above = parentOf(path); above !== ROOT; above = parentOf(above)) {
              if (!expected.has(`${above}/`)) expected.set(`${above}/`, directory(above))
            }
          }
          expect(await entriesOf(withImpliedDirectories(paged(listed, size), ROOT))).toEqual([...expected.values()].sort(compareEntries))
        },
      ),
    )
  })

  test('does not tell of the directory that is listed, nor of those above it', async () => {
    const listed = [object('a/b/c/d'), object('a/b/e')]
    expect((await entriesOf(withImpliedDirectories(paged(listed, 1), fsPath('a/b')))).map(orderKey)).toEqual(['a/b/c/', 'a/b/c/d', 'a/b/e'])
  })

  test('an unreadable place has its parents told, and that all is unreadable passes as it is', async () => {
    const cause = new FsError('denied', 'no')
    const all: FsEntry = { kind: 'unreadable', path: fsPath('a'), cause }
    const place: FsEntry = { kind: 'unreadable', path: fsPath('a/b/c'), cause }
    expect(await entriesOf(withImpliedDirectories(paged([all, place], 1), fsPath('a')))).toEqual([all, directory('a/b'), place])
  })
})

describe('withEscapesInPlace', () => {
  /** Names as a bucket may hold them, with some that are no path. */
  const keys = fc
    .array(fc.constantFrom('', '.', '..', 'a', 'b', '\u{201b}', '\u{201b}.', '0', '\uff61', '~'), { minLength: 1, maxLength: 4 })
    .map((segments) => segments.join('/'))
    .filter((key) => key !== '')

  test('brings a listing that is in the order of its stored names into the order of what is shown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(keys, { maxLength: 14 }), fc.integer({ min: 1, max: 5 }), async (names, size) => {
        const stored = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        const listed = stored.map((name) => object(shownPath(name) as string))
        expect(await entriesOf(withEscapesInPlace(paged(listed, size)))).toEqual(listed.toSorted(compareEntries))
      }),
      { numRuns: 500 },
    )
  })

  test('a refused name, shown by other signs than it has, waits for its place too', async () => {
    const refused: FsEntry = { kind: 'unreadable', path: fsPath('a\u{2400}b'), cause: new FsError('invalid-path', 'no') }
    const listed = [object('a'), refused, object('a0'), object('b')]
    for (const size of [1, 2, 4]) {
      expect(await entriesOf(withEscapesInPlace(paged(listed, size)))).toEqual([object('a'), object('a0'), refused, object('b')])
    }
  })

  test('passes pages without such names as they are', async () => {
    const page = [object('a'), object('b')]
    for await (const passed of withEscapesInPlace(paged(page, 2))) expect(passed).toEqual(page)
  })

  test('holds very many names', async () => {
    const listed = Array.from({ length: 200_000 }, (_, at) => object(`\u{201b}/${String(at).padStart(6, '0')}`))
    const last = object('\uff61')
    const entries = await entriesOf(withEscapesInPlace(paged([...listed, last], 1000)))
    expect(entries.length).toBe(200_001)
    expect(entries.at(-1)).toEqual(last)
    expect(isBelow(entries.at(-2)?.path ?? ROOT, fsPath('\u{201b}'))).toBe(true)
  })
})
