import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths, texts } from '../../test/names.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { compareEntries } from '../fs/order.js'
import { type FsPath, fsPath, parentOf, ROOT } from '../fs/path.js'
import { guardOrder, legalNames } from './guard.js'
import { withEscapesInPlace, withImpliedDirectories } from './implied.js'
import { isPlain, plainFirst } from './plain.js'

const entry = (path: string, kind: 'object' | 'directory' = 'object') => ({ kind, path: path as FsPath }) as FsEntry
const directory = (path: string) => entry(path, 'directory')

/** All that is done with a listing in path order that may be anything. */
const care = (pages: AsyncIterable<Page>, below: FsPath, before?: FsEntry) =>
  guardOrder(withImpliedDirectories(withEscapesInPlace(legalNames(pages, below, 'tree')), below, before), false, before)

async function* paged(entries: Page, size: number): AsyncIterable<Page> {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size)
}

/** The entries told, and the message of the failure that ended the listing. */
async function outcome(pages: AsyncIterable<Page>): Promise<readonly unknown[]> {
  const told: unknown[] = []
  try {
    for await (const page of pages) for (const { kind, path } of page) told.push([kind, path])
  } catch (error) {
    told.push(error instanceof FsError ? [error.kind, error.path] : error)
  }
  return told
}

/** A tree as a file system tells it: every directory, and its content after it. */
const trees = fc.uniqueArray(paths, { maxLength: 12 }).map((files) => {
  const above = files.flatMap((path) => {
    const directories: FsPath[] = []
    for (let at = parentOf(path); at !== ROOT; at = parentOf(at)) directories.push(at)
    return directories
  })
  return [...[...new Set(above)].map((path) => directory(path)), ...files.map((path) => entry(path))].sort(compareEntries)
})

describe('isPlain', () => {
  const tree = ['a', 'b/', 'b/c', 'b/d/', 'b/d/e', 'b/d0', 'b0', 'c', 'c-/', 'c.', 'c/', 'c/é', 'c/\uff61'].map((name) =>
    name.endsWith('/') ? directory(name.slice(0, -1)) : entry(name),
  )

  test('a tree of a file system is, however it is cut', () => {
    for (let cut = 0; cut <= tree.length; cut++) {
      expect(isPlain(tree.slice(0, cut), ROOT, undefined)).toBe(true)
      expect(isPlain(tree.slice(cut), ROOT, tree[cut - 1])).toBe(true)
    }
    const below = tree.filter(({ path }) => path.startsWith('b/'))
    expect(isPlain(below, fsPath('b'), undefined)).toBe(true)
  })

  test.each([
    ['an implied directory', [entry('a/b')]],
    ['what lies elsewhere', [directory('a'), entry('ab/c')]],
    ['the root', [directory('')]],
    ['a name twice', [entry('a'), entry('a')]],
    ['a directory twice', [directory('a'), entry('a/b'), directory('a')]],
    ['names out of order', [entry('b'), entry('a')]],
    ['a name that its directory comes before', [directory('a'), entry('a')]],
    ['a shorter name after a longer one', [entry('ab'), entry('a')]],
    ['a directory before what sorts below "/"', [directory('a'), entry('a/b'), entry('a-')]],
    ['an escape', [entry('\u201b.')]],
    ['a period', [directory('a'), entry('a/.')]],
    ['two periods', [entry('..')]],
    ['an empty segment', [directory('a'), entry('a/')]],
    ['a NUL', [entry('a\0')]],
    ['a surrogate', [entry('\u{10000}')]],
    ['what could not be read', [{ kind: 'unreadable', path: fsPath('a'), cause: new FsError('denied', 'no') }]],
  ] as const)('%s is not', (_, page: Page) => expect(isPlain(page, ROOT, undefined)).toBe(false))
})

describe('plainFirst', () => {
  test('tells and refuses what care would, whatever a service says', async () => {
    const anything = fc.array(
      fc.tuple(fc.oneof(texts, paths), fc.boolean()).map(([path, isFile]) => (isFile ? entry(path) : directory(path))),
      {
        maxLength: 6,
      },
    )
    const listings = fc.oneof(
      trees,
      anything,
      fc.tuple(trees, anything, fc.nat()).map(([tree, odd, at]) => tree.toSpliced(at % (tree.length + 1), at % 2, ...odd)),
    )
    await fc.assert(
      fc.asyncProperty(listings, fc.integer({ min: 1, max: 5 }), async (entries, size) => {
        const passed = plainFirst(paged(entries, size), ROOT, (rest, before) => care(rest, ROOT, before))
        const [seen, expected] = [await outcome(passed), await outcome(care(paged(entries, size), ROOT))]
        expect(seen).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('ends the listing that it reads', async () => {
    const ended: string[] = []
    const source = async function* (name: string, pages: readonly Page[]): AsyncIterable<Page> {
      try {
        yield* pages
      } finally {
        ended.push(name)
      }
    }
    for (const [name, pages] of Object.entries({ plain: [[entry('a')], [entry('b')]], other: [[entry('a/b')], [entry('b')]] })) {
      for await (const page of plainFirst(source(name, pages), ROOT, (rest) => rest)) {
        expect(page).toHaveLength(1)
        break
      }
    }
    expect(ended).toEqual(['plain', 'other'])
  })
})
