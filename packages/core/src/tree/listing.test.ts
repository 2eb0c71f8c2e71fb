import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alsoListing, unreadable } from '../../test/faults.js'
import { flat, walked } from '../../test/flat.js'
import { entriesOf, memoryOf, trees } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import type { FsEntry, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { orderKey } from '../fs/order.js'
import { type FsPath, fsPath, joinPath, ROOT } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { level, listing } from './listing.js'

const shown = (entries: Page) => entries.map((entry) => `${entry.kind} ${orderKey(entry)}`)

/** As `shown`, without the directories that hold no file: a flat listing knows nothing of them. */
const implied = (entries: Page) =>
  shown(
    entries.filter(
      ({ kind, path }) => kind === 'object' || entries.some((other) => other.kind === 'object' && other.path.startsWith(`${path}/`)),
    ),
  )

describe('listing', () => {
  test('tells the same by walking, by listAll, and by a flat listing in order or in none', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()), async (tree, pageSize, random) => {
        const fs = await memoryOf(tree.files, tree.directories)
        const byWalk = await entriesOf(listing(walked(fs)))
        expect(await entriesOf(listing(fs))).toEqual(byWalk)
        const shuffled = (entries: FsEntry[]) =>
          entries
            .map((entry) => [random.next().value, entry] as const)
            .sort(([a], [b]) => a - b)
            .map(([, entry]) => entry)
        expect(shown(await entriesOf(listing(flat(fs, { pageSize }))))).toEqual(implied(byWalk))
        expect(shown(await entriesOf(listing(flat(fs, { pageSize, shuffled }))))).toEqual(implied(byWalk))
      }),
    )
  })

  test('of a directory, of the Fs narrowed to it, and of the whole Fs it tells the same below that directory', async () => {
    await fc.assert(
      fc.asyncProperty(trees, paths, async (tree, directory) => {
        const fs = await memoryOf(Object.fromEntries(Object.entries(tree.files).map(([path, file]) => [joinPath(directory, path), file])), [
          directory,
          `${directory}!`,
          ...tree.directories.map((path) => joinPath(directory, path)),
        ])
        const alone = shown(await entriesOf(listing(await memoryOf(tree.files, tree.directories))))
        for (const inner of [fs, walked(fs)]) {
          expect(shown(await entriesOf(listing(subdirectory(inner, directory))))).toEqual(alone)
          const below = await entriesOf(listing(inner, directory))
          expect(below.map((entry) => entry.path.slice(directory.length + 1))).toEqual(alone.map((line) => line.replace(/^\w+ |\/$/gu, '')))
        }
      }),
    )
  })

  test.each(['path', 'none'] as const)('hostile names are refused one by one, in a listing of %s order', async (listingOrder) => {
    const names = ['..', '../x', '/etc/x', 'a//b', 'a/', './a', 'a\0b', 'm\0', '\0']
    const inner = alsoListing(flat(await memoryOf({ a: '', a0: '', 'm/n': '', z: '' })), names)
    const entries = await entriesOf(listing({ ...inner, features: { ...inner.features, listingOrder } }))
    expect(entries.filter(({ kind }) => kind === 'object').map(({ path }) => path)).toEqual(['a', 'a0', 'm/n', 'z'])
    const refused = entries.flatMap((entry) => (entry.kind === 'unreadable' ? [entry.cause] : []))
    expect(new Set(refused.map(({ path }) => path))).toEqual(new Set(names))
    expect(refused.every(({ kind }) => kind === 'invalid-path')).toBe(true)
  })

  test.each(['path', 'none'] as const)('so is a lone surrogate, in a listing of %s order', async (listingOrder) => {
    const inner = alsoListing(flat(await memoryOf({ a: '', '\ud7ff': '', '\ue000': '', '\uff61': '', '\u{10000}': '' })), [
      '\ud800',
      'b\udc00',
    ])
    const entries = await entriesOf(listing({ ...inner, features: { ...inner.features, listingOrder } }))
    expect(entries.filter(({ kind }) => kind === 'object').map(({ path }) => path)).toEqual([
      'a',
      '\ud7ff',
      '\ue000',
      '\uff61',
      '\u{10000}',
    ])
    expect(entries.filter(({ kind }) => kind === 'unreadable').map(({ path }) => path)).toEqual(['b\ufffd', '\ufffd'])
  })

  test('a listing that claims path order and breaks it fails; one that promises none is sorted', async () => {
    const inner = flat(await memoryOf({ a: '', b: '', c: '' }), { shuffled: (entries) => entries.toReversed(), pageSize: 2 })
    const liar: Fs = { ...inner, features: { ...inner.features, listingOrder: 'path' } }
    await expect(entriesOf(listing(liar))).rejects.toMatchObject({ kind: 'unexpected' })
    expect(shown(await entriesOf(listing(inner)))).toEqual(['object a', 'object b', 'object c'])
  })

  test('a repeated entry fails, by walk or by listAll, unless the service may have two of one path', async () => {
    const inner = alsoListing(await memoryOf({ a: '', b: '' }), ['a'])
    for (const fs of [inner, walked(inner), flat(inner)]) {
      await expect(entriesOf(listing(fs))).rejects.toThrow('twice')
      expect(await entriesOf(listing({ ...fs, features: { ...fs.features, duplicates: true } }))).toHaveLength(3)
    }
  })

  test('a listAll that ends in an error fails with it', async () => {
    const inner = await memoryOf({ a: '', b: '' })
    const fs: Fs = {
      ...inner,
      listAll: async function* () {
        yield* flat(inner).listAll?.(ROOT) ?? []
        throw new TypeError('cut off')
      },
    }
    await expect(entriesOf(listing(fs))).rejects.toThrow('cut off')
  })

  test('does nothing until it is pulled', async () => {
    const fs = await memoryOf({ a: '' })
    listing(fs, fsPath('missing'))
    listing(walked(fs), fsPath('missing'))
    await expect(entriesOf(listing(fs, fsPath('missing')))).rejects.toMatchObject({ kind: 'not-found' })
  })
})

describe('level', () => {
  test('is one directory, sorted, and refuses what lies deeper', async () => {
    const inner = await memoryOf({ 'b/c': '', 'a!': '', a: '' })
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        yield [{ kind: 'object', path: 'b/c' as FsPath }]
        yield (await entriesOf(inner.list(directory, options))).toReversed()
      },
    }
    expect(shown(await entriesOf(level(fs)))).toEqual(['object a', 'object a!', 'unreadable b/', 'directory b/'])
    await expect(entriesOf(level(unreadable(fs, '')))).rejects.toMatchObject({ kind: 'denied' })
  })
})
