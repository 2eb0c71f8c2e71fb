import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entriesOf } from '../../test/memory.js'
import { paths, texts } from '../../test/names.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { compareEntries } from '../fs/order.js'
import { type FsPath, fsPath, isBelow, pathProblem, ROOT } from '../fs/path.js'
import { guardOrder, legalNames } from './guard.js'

/** What a service says; not yet a path. */
const told = (path: string, kind: 'object' | 'directory' = 'object') => ({ kind, path: path as FsPath }) as FsEntry

async function* pagesOf(...pages: Page[]): AsyncIterable<Page> {
  yield* pages
}

describe('legalNames', () => {
  test.each([
    ['..', '\u{201b}..'],
    ['../a', '\u{201b}../a'],
    ['/etc/x', '\u{201b}/etc/x'],
    ['a//b', 'a/\u{201b}/b'],
    ['a/', 'a/\u{201b}'],
    ['a/./b', 'a/\u{201b}./b'],
    ['a\0b', 'a\u{2400}b'],
    ['a\ud800b', 'a\u{fffd}b'],
    ['\0/..', '\u{2400}/\u{201b}..'],
    ['', ''],
  ])('refuses %j, shown as %j, and lets the others pass', async (name, shown) => {
    const good = told('b/c')
    const [first, second, third] = await entriesOf(legalNames(pagesOf([good, told(name), good], []), ROOT, 'tree'))
    expect([first, third]).toEqual([good, good])
    expect(second).toMatchObject({ kind: 'unreadable', path: shown, cause: { kind: 'invalid-path', path: name } })
    expect((second as { cause: Error }).cause.message).toContain(JSON.stringify(name))
  })

  test('refuses what lies elsewhere, and what is the directory itself; that it cannot be read may be told of itself', async () => {
    const cause = new FsError('denied', 'no')
    const itself: FsEntry = { kind: 'unreadable', path: fsPath('a'), cause }
    const entries = await entriesOf(
      legalNames(pagesOf([told('b'), told('ab'), told('a', 'directory'), told('a/b'), itself]), fsPath('a'), 'tree'),
    )
    expect(entries.map(({ kind, path }) => [kind, path])).toEqual([
      ['unreadable', 'a'],
      ['unreadable', 'a'],
      ['unreadable', 'a'],
      ['object', 'a/b'],
      ['unreadable', 'a'],
    ])
    expect(entries[4]).toBe(itself)
  })

  test.each([
    ['a/b/c', 'a/b'],
    ['a//b', 'a/\u{201b}'],
    ['a/../../etc', 'a/\u{201b}..'],
    ['a/\0/b', 'a/\u{2400}'],
    ['b', 'a'],
    ['a', 'a'],
  ])('of one level also refuses %j, shown as %j', async (name, shown) => {
    const good = told('a/b', 'directory')
    const entries = await entriesOf(legalNames(pagesOf([told(name), good]), fsPath('a'), 'level'))
    expect(entries).toEqual([expect.objectContaining({ kind: 'unreadable', path: shown }), good])
  })

  test('whatever a service says, only legal paths below the directory come out, one for each entry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(texts, paths), { maxLength: 6 }), fc.oneof(fc.constant(ROOT), paths), async (names, directory) => {
        const entries = await entriesOf(legalNames(pagesOf(names.map((name) => told(name))), directory, 'tree'))
        expect(entries).toHaveLength(names.length)
        for (const [at, { kind, path }] of entries.entries()) {
          expect(pathProblem(path)).toBeUndefined()
          expect(isBelow(path, directory) || (kind === 'unreadable' && path === directory)).toBe(true)
          if (kind === 'object') expect(path).toBe(names[at])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('guardOrder', () => {
  test('lets a listing in path order through, untouched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(paths, { maxLength: 10 }), async (names) => {
        const pages = names.map((name) => told(name)).sort(compareEntries)
        const source = pages.map((entry) => [entry])
        expect(await Array.fromAsync(guardOrder(pagesOf(...source), false))).toEqual(source)
      }),
    )
  })

  test('fails at the first entry out of order, in a page or between pages, and gives no page with such an entry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(paths, { minLength: 2, maxLength: 8 }),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        async (names, where, size) => {
          const entries = names.map((name) => told(name)).sort(compareEntries)
          const at = where % (entries.length - 1)
          const swapped = entries.with(at, entries[at + 1] as FsEntry).with(at + 1, entries[at] as FsEntry)
          const pages: FsEntry[][] = []
          for (let start = 0; start < swapped.length; start += size) pages.push(swapped.slice(start, start + size))
          const seen: FsEntry[] = []
          const read = async () => {
            for await (const page of guardOrder(pagesOf(...pages), false)) seen.push(...page)
          }
          await expect(read()).rejects.toMatchObject({ kind: 'unexpected', path: entries[at]?.path })
          expect(seen.length).toBeLessThanOrEqual(at + 1)
        },
      ),
    )
  })

  test('a path told twice is an error where names are unique, and only there', async () => {
    const twice: Page[] = [[told('a')], [told('a'), told('b', 'directory')]]
    await expect(entriesOf(guardOrder(pagesOf(...twice), false))).rejects.toThrow('twice')
    expect(await entriesOf(guardOrder(pagesOf(...twice), true))).toHaveLength(3)
    expect(await entriesOf(guardOrder(pagesOf([told('a'), told('a', 'directory')]), false))).toHaveLength(2)
  })

  test('an unreadable place may stand beside its own directory', async () => {
    const unreadable: FsEntry = { kind: 'unreadable', path: fsPath('a'), cause: new FsError('denied', 'no') }
    expect(await entriesOf(guardOrder(pagesOf([told('a', 'directory'), unreadable, told('b')]), false))).toHaveLength(3)
    expect(await entriesOf(guardOrder(pagesOf([unreadable, told('a', 'directory')], [told('b')]), false))).toHaveLength(3)
  })
})
