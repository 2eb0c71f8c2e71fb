import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entriesOf, memoryOf, treeOf, trees } from '../../test/memory.js'
import { paths } from '../../test/names.js'
import { bytesSource, readAll } from '../fs/bytes.js'
import type { FsObject, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, fsPath, joinPath, ROOT } from '../fs/path.js'
import { listing } from '../tree/listing.js'
import { subdirectory } from './subdirectory.js'

const text = (words: string) => bytesSource(Buffer.from(words))
const textOf = async (fs: Fs, object: FsObject) => Buffer.from(await readAll(fs.open(object))).toString()

describe('subdirectory', () => {
  test('what is written through it is what is below the directory, and nothing else is touched', async () => {
    await fc.assert(
      fc.asyncProperty(trees, paths, async (tree, directory) => {
        const inner = await memoryOf({ [`${directory}!`]: 'beside' }, [directory])
        const fs = subdirectory(inner, directory)
        for (const path of tree.directories) await fs.mkdir(path as FsPath)
        for (const [path, file] of Object.entries(tree.files)) {
          const object = await fs.put(path as FsPath, text(file.text), { modTime: file.modTime })
          expect(object).toEqual(await fs.stat(path as FsPath))
          expect(object.path).toBe(path)
        }
        const alone = await treeOf(await memoryOf(tree.files, tree.directories))
        expect(await treeOf(fs)).toEqual(alone)
        const all = await treeOf(inner)
        expect(all.files[`${directory}!`]?.text).toBe('beside')
        expect(Object.keys(all.files)).toHaveLength(Object.keys(tree.files).length + 1)
        for (const path of Object.keys(tree.files)) expect(all.files[joinPath(directory, path)]).toEqual(tree.files[path])
      }),
      { numRuns: 50 },
    )
  })

  test('takes every operation inwards and every answer outwards', async () => {
    const inner = await memoryOf({ 'in/a': 'one', 'in/d/x': 'x', a: 'other' })
    const fs = subdirectory(inner, fsPath('in'))
    const a = await fs.stat(fsPath('a'))
    expect(await textOf(fs, a)).toBe('one')
    const newer = await fs.put(fsPath('a'), text('two'), { replaces: a })
    await expect(fs.put(fsPath('a'), text('three'), { replaces: a })).rejects.toMatchObject({ kind: 'precondition-failed' })
    expect((await fs.copy?.(newer, fsPath('b'), { replaces: 'nothing' }))?.path).toBe('b')
    expect((await fs.move?.(newer, fsPath('c')))?.path).toBe('c')
    expect(await fs.setModTime?.(await fs.stat(fsPath('c')), 5n)).toMatchObject({ path: 'c', modTime: 5n })
    expect((await fs.mkdir(fsPath('e/f'))).path).toBe('e/f')
    await fs.rmdir(fsPath('e/f'))
    await fs.purge?.(fsPath('d'))
    await fs.remove(await fs.stat(fsPath('b')))
    expect(Object.keys((await treeOf(inner)).files)).toEqual(['a', 'in/c'])
    expect((await treeOf(fs)).directories).toEqual(['e'])
  })

  test('copies and moves between two directories of one Fs', async () => {
    const inner = await memoryOf({ 'src/a': 'one', 'src/b': 'two', 'dst/a': 'old' })
    const [src, dst] = [subdirectory(inner, fsPath('src')), subdirectory(inner, fsPath('dst'))]
    const copied = await dst.copy?.(await src.stat(fsPath('a')), fsPath('a'), { from: src.place })
    expect(copied?.path).toBe('a')
    await dst.move?.(await src.stat(fsPath('b')), fsPath('m/b'), { from: src.place })
    await inner.copy?.(await src.stat(fsPath('a')), fsPath('c'), { from: src.place })
    const { files } = await treeOf(inner)
    expect(Object.entries(files).map(([path, file]) => [path, file.text])).toEqual([
      ['c', 'one'],
      ['dst/a', 'one'],
      ['dst/m/b', 'two'],
      ['src/a', 'one'],
    ])
  })

  test('narrows the place, and is no bucket store below a bucket', async () => {
    const plain = await memoryOf()
    const inner: Fs = { ...plain, features: { ...plain.features, buckets: true }, place: { realm: 'r', path: 'top' } }
    const fs = subdirectory(inner, fsPath('bucket/a'))
    expect(fs.place).toEqual({ realm: 'r', path: 'top/bucket/a' })
    expect(fs.features).toEqual({ ...inner.features, buckets: false })
    expect(subdirectory(inner, ROOT)).toBe(inner)
    expect(subdirectory(subdirectory(inner, fsPath('bucket')), fsPath('a')).place).toEqual(fs.place)
  })

  test('passes bounds and pruning of a listing on, in its own paths', async () => {
    const inner = await memoryOf({ 'in/a/x': '', 'in/b': '', 'in/c/x': '', 'in/d': '', in2: '', im: '' })
    const fs = subdirectory(inner, fsPath('in'))
    const asked: string[] = []
    const pages = fs.listAll?.(ROOT, {
      after: 'a/',
      upTo: 'c/x',
      enter: (directory) => {
        asked.push(directory)
        return directory !== 'c'
      },
    })
    expect((await entriesOf(pages ?? fs.list(ROOT))).map(({ path }) => path)).toEqual(['a/x', 'b', 'c'])
    expect(asked).toEqual(['a', 'c'])
  })

  test('has just the methods that its inner Fs has', async () => {
    const inner = await memoryOf()
    expect(Object.keys(subdirectory(inner, fsPath('a'))).sort()).toEqual(Object.keys(inner).sort())
    const { copy: _copy, move: _move, listAll: _listAll, purge: _purge, ...fewer } = inner
    expect(Object.keys(subdirectory(fewer, fsPath('a'))).sort()).toEqual(Object.keys(fewer).sort())
  })

  test('a name from elsewhere does not become a path here', async () => {
    const inner = await memoryOf({ 'photos/a': '' })
    const strays = ['photoz/etc/passwd', 'other/secret', 'x', '..', 'photos', 'photos/../up']
    const stray = async function* () {
      yield strays.map((path) => ({ kind: 'object', path: path as FsPath }) as const)
    }
    const narrowed = subdirectory({ ...inner, list: stray, listAll: stray }, fsPath('photos'))
    const shown = async (pages: AsyncIterable<Page>) => (await entriesOf(pages)).map(({ kind, path }) => [kind, path])
    const refusedAt = (path: string) => strays.map((stray) => ['unreadable', stray.endsWith('/up') ? path : ''])
    expect(await shown(narrowed.list(ROOT))).toEqual(refusedAt('\u{201b}..'))
    expect(await shown(narrowed.listAll?.(ROOT) ?? narrowed.list(ROOT))).toEqual(refusedAt('\u{201b}../up'))
  })

  test('a missing directory is not-found, through the whole listing too', async () => {
    const fs = subdirectory(await memoryOf({ a: '' }), fsPath('missing'))
    await expect(entriesOf(listing(fs))).rejects.toMatchObject({ kind: 'not-found' })
    await fs.put(fsPath('x'), text('made'))
    expect(Object.keys((await treeOf(fs)).files)).toEqual(['x'])
  })
})
