import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failing, unreadable, watched } from '../../test/faults.js'
import { flat, walked } from '../../test/flat.js'
import { entriesOf, memoryOf, trees } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import type { FilterChoices } from '../filter/choices.js'
import { createFilter } from '../filter/filter.js'
import { rulesInOrder } from '../filter/rule-text.js'
import { bytesSource } from '../fs/bytes.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { orderKey } from '../fs/order.js'
import { type FsPath, ROOT } from '../fs/path.js'
import { type Operation, pathOf } from '../layers/intercept.js'
import { level, listing } from './listing.js'

const shown = (entries: Page) => entries.map((entry) => (entry.kind === 'unreadable' ? `? ${entry.path}` : orderKey(entry)))
const filterOf = (...lines: string[]) => createFilter({ rules: rulesInOrder({ filter: lines.map((text) => ({ text })) }) })

const wantedOf = async (fs: Fs, choices: FilterChoices) =>
  shown(await entriesOf(listing(fs, ROOT, { filter: await createFilter(choices) })))

/** The Fs, and what of it is listed, as method and path. */
function seen(inner: Fs): { fs: Fs; asked: string[] } {
  const asked: string[] = []
  return { fs: watched(inner, (operation: Operation) => asked.push(`${operation.method} ${pathOf(operation)}`)), asked }
}

const rule = fc
  .tuple(
    fc.constantFrom('+ ', '- '),
    fc.constantFrom('', '/'),
    fc.array(fc.constantFrom('a', 'b', '*', '/', '!', '?', '**', '{a,b}', '.*'), { minLength: 1, maxLength: 4 }),
  )
  .map(([sign, anchor, pieces]) => `${sign}${anchor}${pieces.join('')}`)
  .filter((text) => !text.includes('***'))

describe('a listing with a filter', () => {
  test('tells of the whole listing what the filter wants, however the Fs lists', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.array(rule, { maxLength: 4 }), fc.integer({ min: 0, max: 4 }), async (tree, lines, minSize) => {
        const fs = await memoryOf(tree.files, tree.directories)
        const filter = await createFilter({ minSize, rules: rulesInOrder({ filter: lines.map((text) => ({ text })) }) })
        const isWanted = (entry: FsEntry) => (entry.kind === 'object' ? filter.object(entry) : filter.directory(entry.path))
        // A flat listing knows nothing of empty directories.
        const bare = await memoryOf(tree.files)
        for (const side of [fs, walked(fs), flat(bare), flat(bare, { shuffled: (entries) => entries.toReversed() })]) {
          const wanted = shown((await entriesOf(listing(side))).filter(isWanted))
          const told = shown(await entriesOf(listing(side, ROOT, { filter })))
          expect(told).toEqual(wanted)
        }
      }),
    )
  })

  test('tells one level as the whole', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.array(rule, { maxLength: 4 }), async (tree, lines) => {
        const fs = await memoryOf({ ...tree.files, 'd/skip/no': '', 'd/skip/x': '', 'd/y': '', 'd/.gitignore': 'y' }, tree.directories)
        const filter = await createFilter({
          rules: rulesInOrder({ filter: lines.map((text) => ({ text })) }),
          excludingNames: ['no'],
          ignoreFiles: ['.gitignore'],
        })
        for (const directory of [ROOT, 'd' as FsPath]) {
          const inIt = (path: string) => path.slice(directory.length).replace(/^\//, '').indexOf('/') === -1
          const whole = (await entriesOf(listing(fs, ROOT, { filter }))).filter(
            ({ path }) => path.startsWith(directory) && path !== directory,
          )
          if (directory !== ROOT && !filter.directory(directory)) continue
          expect(shown(await entriesOf(level(fs, directory, { filter })))).toEqual(shown(whole.filter(({ path }) => inIt(path))))
        }
      }),
    )
  })

  test('does not list what the filter closes', async () => {
    const files = await memoryOf({ 'a/x': '', 'b/x': '', 'b/c/x': '', d: '' })
    const { fs, asked } = seen(walked(files))
    expect(shown(await entriesOf(listing(fs, ROOT, { filter: await filterOf('- /b/') })))).toEqual(['a/', 'a/x', 'd'])
    expect(asked).toEqual(['list ', 'list a'])
  })

  test('tells what cannot be read, unless it is in what is not wanted', async () => {
    const fs = walked(unreadable(await memoryOf({ 'a/b/x': '', 'c/d/x': '' }), 'a/b'))
    expect(shown(await entriesOf(listing(fs, ROOT, { filter: await filterOf('- x') })))).toEqual(['a/', 'a/b/', '? a/b', 'c/', 'c/d/'])
    expect(shown(await entriesOf(listing(fs, ROOT, { filter: await filterOf('- b/') })))).toEqual(['a/', 'c/', 'c/d/', 'c/d/x'])
  })
})

describe('ages', () => {
  const at = (modTime: bigint) => ({ text: 'x', modTime })

  test('are asked for where the listing has none, of nothing else, and the order is kept', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${String(index).padStart(2, '0')}`)
    const files = Object.fromEntries(names.map((name, index) => [name, at(BigInt(index))]))
    const { fs, asked } = seen(flat(await memoryOf({ ...files, 'z.log': at(15n) }), { hidesTimes: true }))
    const rules = rulesInOrder({ exclude: [{ text: '*.log' }] })
    expect(await wantedOf(fs, { modifiedFrom: 10n, modifiedTo: 29n, rules })).toEqual(names.slice(10, 30))
    expect(asked.filter((call) => call.startsWith('stat')).toSorted()).toEqual(names.map((name) => `stat ${name}`))
  })

  test('of an object that is gone meanwhile are of no interest; what cannot be asked is told', async () => {
    const all = flat(await memoryOf({ gone: at(5n), hidden: at(5n), there: at(5n) }), { hidesTimes: true })
    const kinds = { gone: 'not-found', hidden: 'denied' } as const
    const fs = failing(all, (operation) => {
      const path = pathOf(operation)
      if (operation.method === 'stat' && (path === 'gone' || path === 'hidden')) return new FsError(kinds[path], 'no', { path })
      return undefined
    })
    expect(await wantedOf(fs, { modifiedFrom: 1n })).toEqual(['? hidden', 'there'])
  })

  test('are those of the service where it keeps no others', async () => {
    const inner = flat(await memoryOf({ a: 'x', b: 'x' }), { hidesTimes: true })
    const { fs, asked } = seen(inner)
    const timeless: Fs = {
      ...fs,
      features: { ...fs.features, modTimePrecision: undefined },
      listAll: async function* (directory, options) {
        for await (const page of inner.listAll?.(directory, options) ?? []) {
          yield page.map((entry) => (entry.kind === 'object' ? { ...entry, lastModified: entry.path === 'a' ? 1n : 9n } : entry))
        }
      },
    }
    expect(await wantedOf(timeless, { modifiedFrom: 5n })).toEqual(['b'])
    expect(asked).toEqual([])
  })
})

test('metadata is asked for of what is wanted else, in order; where there is none an include wants nothing', async () => {
  const inner = await memoryOf()
  for (const path of ['a', 'b', 'c', 'd.log'] as FsPath[]) {
    const metadata = path === 'b' ? {} : { owner: path === 'c' ? 'eve' : 'adam' }
    await inner.put(path, bytesSource(Buffer.from('x')), { metadata })
  }
  const { fs, asked } = seen(inner)
  const choices = {
    metadataRules: rulesInOrder({ include: [{ text: 'owner=a*' }] }),
    rules: rulesInOrder({ exclude: [{ text: '*.log' }] }),
  }
  expect(await wantedOf(fs, choices)).toEqual(['a'])
  expect(asked.filter((call) => call.startsWith('metadata')).toSorted()).toEqual(['metadata a', 'metadata b', 'metadata c'])
  const { metadata: _none, ...without } = inner
  expect(await wantedOf(without, choices)).toEqual([])
  const denied = failing(inner, ({ method }) => (method === 'metadata' ? new FsError('denied', 'no') : undefined))
  expect(await wantedOf(denied, choices)).toEqual(['? a', '? b', '? c'])
})

describe('a list of files', () => {
  test('is looked up and nothing is listed; what is missing or a directory is not told', async () => {
    const { fs, asked } = seen(await memoryOf({ 'a/b': '', 'a/c': '', 'a/d/e': '', f: '' }))
    const only = ['f', 'a/d/e', 'a/b', 'a/d', 'none', 'a/none'] as FsPath[]
    expect(await wantedOf(fs, { only })).toEqual(['a/', 'a/b', 'a/d/', 'a/d/e', 'f'])
    expect(asked.toSorted()).toEqual(only.map((path) => `stat ${path}`).toSorted())
  })

  test('tells nothing in a directory that is not entered', async () => {
    const fs = await memoryOf({ 'a/b': '', 'a/d/e/f': '', 'a/d.e': '', g: '' })
    const filter = await createFilter({ only: ['a/b', 'a/d/e/f', 'a/d.e', 'g'] as FsPath[] })
    expect(shown(await entriesOf(listing(fs, ROOT, { filter, enter: (path) => path !== 'a/d' })))).toEqual([
      'a/',
      'a/b',
      'a/d.e',
      'a/d/',
      'g',
    ])
  })

  test('tells what a listing would that is filtered by name', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.array(paths), async (tree, others) => {
        const fs = await memoryOf(tree.files)
        const only = [...Object.keys(tree.files).filter((_, at) => at % 2 === 0), ...others] as FsPath[]
        const wanted = shown(await entriesOf(listing(fs))).filter((key) => only.some((path) => path === key || path.startsWith(key)))
        const isThere = (key: string) =>
          !key.endsWith('/') || Object.keys(tree.files).some((path) => only.includes(path as FsPath) && path.startsWith(key))
        expect(await wantedOf(fs, { only })).toEqual(
          wanted.filter(isThere).filter((key) => key.endsWith('/') || only.includes(key as FsPath)),
        )
      }),
    )
  })

  test('an aborted signal ends the lookup with its reason', async () => {
    const { fs } = seen(await memoryOf({ a: '' }))
    const filter = await createFilter({ only: ['a' as FsPath] })
    await expect(entriesOf(listing(fs, ROOT, { filter, signal: AbortSignal.abort('enough') }))).rejects.toBe('enough')
  })
})

describe('what the files of a tree say', () => {
  const sides = async (files: Record<string, string>) => {
    const fs = await memoryOf(files)
    return [fs, walked(fs), flat(fs)]
  }

  test('a name that excludes its directory', async () => {
    const files = { 'a/.ignore': '', 'a/b/x': '', 'a/x': '', 'c/.nosync/x': '', 'c/d/.nosync': '', 'c/d/x': '', 'c/x': '', z: '' }
    for (const fs of await sides(files)) {
      expect(await wantedOf(fs, { excludingNames: ['.ignore', '.nosync'] })).toEqual(['c/', 'c/.nosync/', 'c/.nosync/x', 'c/x', 'z'])
      expect(await wantedOf(fs, { excludingNames: ['z'] })).toEqual([])
    }
  })

  test('gitignore files, each for what is below it, the deeper one first', async () => {
    const files = {
      '.gitignore': '*.log\nbuild/\n/top\n',
      'a.log': '',
      'build/x': '',
      'build/.gitignore': '!x',
      'src/.gitignore': '!keep.log\n/local',
      'src/build/deep/x': '',
      'src/keep.log': '',
      'src/local': '',
      'src/other/local': '',
      'src/other.log': '',
      top: '',
      'x/top': '',
    }
    for (const fs of await sides(files)) {
      const wanted = ['.gitignore', 'src/', 'src/.gitignore', 'src/keep.log', 'src/other/', 'src/other/local', 'x/', 'x/top']
      expect(await wantedOf(fs, { ignoreFiles: ['.gitignore'] })).toEqual(wanted)
    }
  })

  test('a gitignore file that cannot be read leaves its directory unreadable', async () => {
    const inner = await memoryOf({ 'a/.gitignore': 'x', 'a/x': '', b: '' })
    const fs = failing(inner, ({ method }) => (method === 'open' ? new FsError('denied', 'not allowed') : undefined))
    expect(await wantedOf(fs, { ignoreFiles: ['.gitignore'] })).toEqual(['a/', '? a', 'b'])
  })
})
