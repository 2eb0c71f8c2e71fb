import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alsoListing, audited, failing, unreadable } from '../../test/faults.js'
import { flat, walked } from '../../test/flat.js'
import { memoryOf, type Tree, treeOf, treePairs } from '../../test/memory.js'
import { bytesSource } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, fsPath, isBelow, parentOf, ROOT } from '../fs/path.js'
import type { Operation } from '../layers/intercept.js'
import { subdirectory } from '../layers/subdirectory.js'
import type { SyncChoices } from './decide/choices.js'
import type { SyncEvent } from './event.js'
import { type SyncOptions, sync } from './sync.js'

const SYNC: SyncChoices = { deletes: true, compare: 'modTime', foldsUnicode: false }
const COPY: SyncChoices = { deletes: false, compare: 'modTime', foldsUnicode: false }

async function eventsOf(
  src: Fs,
  dst: Fs,
  choices: SyncChoices,
  options: SyncOptions = {},
): Promise<{ events: SyncEvent[]; summary: Awaited<ReturnType<typeof sync>> }> {
  const events: SyncEvent[] = []
  const summary = await sync(src, dst, choices, { ...options, report: (event) => events.push(event) })
  return { events, summary }
}

const memoryOfTree = ({ files, directories }: Tree) => memoryOf(files, directories)

/** Ways for a side to be listed. */
const SHAPES: Record<string, (fs: Fs) => Fs> = {
  tree: (fs) => fs,
  walked,
  flat: (fs) => flat(fs, { pageSize: 2 }),
  'unordered, times by stat': (fs) => flat(fs, { pageSize: 2, hidesTimes: true, shuffled: (entries) => entries.toReversed() }),
}
const shapes = fc.constantFrom(...Object.keys(SHAPES))
const shaped = (name: string, fs: Fs) => (SHAPES[name] as (fs: Fs) => Fs)(fs)

describe('sync', () => {
  test('a file takes the place of a directory, and a directory that of a file', async () => {
    const contents = { 'a/b/c': 'below', d: 'file', 'd!': 'between', keep: 'k' }
    const src = await memoryOf(contents)
    const dst = await memoryOf({ a: 'was a file', 'd/x': 'was a directory', 'd/y/z': 'and deep', keep: 'k' })
    const { summary } = await eventsOf(src, dst, SYNC)
    expect(summary).toMatchObject({ failed: 0, withheld: 0, copied: 3, deleted: 3 })
    expect((await treeOf(dst)).files).toEqual((await treeOf(src)).files)
    expect(await sync(src, dst, SYNC)).toMatchObject({ copied: 0, deleted: 0, failed: 0 })
  })

  test('copy removes nothing that is in the way: it says so, and copies the rest', async () => {
    const src = await memoryOf({ 'a/b': 'below', d: 'file', rest: 'r' })
    const before = { a: 'was a file', 'd/x': 'was a directory' }
    const dst = await memoryOf(before)
    const { summary, events } = await eventsOf(src, dst, COPY)
    expect(summary).toMatchObject({ failed: 2, copied: 1, deleted: 0 })
    expect(events.filter(({ type }) => type === 'failed').map(({ path }) => path)).toEqual(['a/b', 'd'])
    expect((await treeOf(dst)).files).toMatchObject((await treeOf(await memoryOf(before))).files)
  })

  test('where deletes are withheld, what waits for them is counted as failed', async () => {
    const src = failing(await memoryOf({ d: 'file', other: 'o' }), ({ method, args }) =>
      method === 'open' && (args[0] as { path: string }).path === 'other' ? new FsError('denied', 'not allowed') : undefined,
    )
    const dst = await memoryOf({ 'd/x': 'was a directory' })
    const { summary } = await eventsOf(src, dst, SYNC)
    expect(summary).toMatchObject({ failed: 2, withheld: 2, deleted: 0 })
    expect(Object.keys((await treeOf(dst)).files)).toEqual(['d/x'])
  })

  test('afterwards the destination has what the source has, and a second sync changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, shapes, shapes, async (trees, srcShape, dstShape) => {
        const [left, right] = [await memoryOfTree(trees.src), await memoryOfTree(trees.dst)]
        const [src, dst] = [shaped(srcShape, left), shaped(dstShape, right)]
        const first = await sync(src, dst, { ...SYNC, forceDelete: true })
        expect(first.failed).toBe(0)
        expect((await treeOf(right)).files).toEqual((await treeOf(left)).files)
        expect((await treeOf(left)).files).toEqual(trees.src.files)
        const again = audited(dst)
        const second = await sync(src, again.fs, { ...SYNC, forceDelete: true })
        expect(again.changes).toEqual([])
        expect(second).toMatchObject({
          copied: 0,
          touched: 0,
          deleted: 0,
          failed: 0,
          withheld: 0,
          kept: Object.keys(trees.src.files).length,
        })
      }),
      { numRuns: 100 },
    )
  })

  test('removes the directories that only the destination has, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, async ({ src, dst }) => {
        const [left, right] = [await memoryOfTree(src), await memoryOfTree(dst)]
        const parents = new Set(Object.keys(src.files).flatMap((path) => allAbove(path as FsPath)))
        const before = new Set([...(await treeOf(right)).directories, ...parents])
        const wanted = new Set([...(await treeOf(left)).directories, ...parents])
        await sync(left, right, { ...SYNC, forceDelete: true })
        expect((await treeOf(right)).directories.toSorted()).toEqual([...before].filter((path) => wanted.has(path)).sort())
      }),
    )
  })

  test('by size alone and by checksum, what differs so is copied', async () => {
    const src = await memoryOf({
      same: { text: 'abc', modTime: 1n },
      bytes: { text: 'abc', modTime: 1n },
      size: { text: 'abcd', modTime: 1n },
    })
    for (const [compare, copied] of [
      ['size', ['size']],
      ['checksum', ['bytes', 'size']],
    ] as const) {
      const dst = await memoryOf({
        same: { text: 'abc', modTime: 9n },
        bytes: { text: 'abd', modTime: 9n },
        size: { text: 'abc', modTime: 1n },
      })
      const { events } = await eventsOf(src, dst, { ...SYNC, compare })
      expect(events.flatMap((event) => (short(event).startsWith('copy') ? [event.path] : [])).sort()).toEqual(copied)
    }
  })

  test('a time that alone differs is set, without reading or writing the file', async () => {
    const src = failing(await memoryOf({ a: { text: 'abc', modTime: 5n } }), ({ method }) =>
      method === 'open' ? new Error('not to be read') : undefined,
    )
    const dst = audited(await memoryOf({ a: { text: 'abc', modTime: 9n } }))
    expect(await sync(src, dst.fs, SYNC)).toMatchObject({ touched: 1, copied: 0 })
    expect(dst.changes).toEqual(['setModTime a'])
    const unable = audited(
      failing(await memoryOf({ a: { text: 'abc', modTime: 9n } }), ({ method }) =>
        method === 'setModTime' ? new FsError('unsupported', 'm') : undefined,
      ),
    )
    expect(await sync(await memoryOf({ a: { text: 'abc', modTime: 5n } }), unable.fs, SYNC)).toMatchObject({ touched: 0, copied: 1 })
    expect((await treeOf(unable.fs)).files.a?.modTime).toBe(5n)
  })

  test('one event for each path, and a summary that counts them', async () => {
    const src = await memoryOf({ new: 'abc', same: '', 'd/changed': 'new words' })
    const dst = await memoryOf({ same: '', 'd/changed': 'old', old: '', 'e/old': '' })
    const { events, summary } = await eventsOf(src, dst, SYNC)
    expect(events.map(short).sort()).toEqual(['copy d/changed', 'copy new', 'delete e', 'delete e/old', 'delete old', 'kept same'])
    expect(summary).toMatchObject({ copied: 2, bytes: 12, kept: 1, deleted: 2, failed: 0, withheld: 0, touched: 0 })
  })

  test('a missing destination is made, also for a source without files', async () => {
    for (const files of [{}, { 'a/b': '' }]) {
      const inner = await memoryOf()
      await sync(await memoryOf(files), subdirectory(inner, fsPath('new/place')), SYNC)
      expect((await treeOf(subdirectory(inner, fsPath('new/place')))).files).toEqual((await treeOf(await memoryOf(files))).files)
    }
  })

  test('of single objects it asks the destination for these alone', async () => {
    const src = await memoryOf({ a: 'x', b: 'y', c: 'z' })
    const inner = await memoryOf({ b: 'old words', extra: '' })
    const dst = failing(inner, ({ method }) => (method.startsWith('list') ? new Error('no listing is wanted') : undefined))
    const only = [await src.stat(fsPath('a')), await src.stat(fsPath('b'))]
    expect(await sync(src, dst, SYNC, { only })).toMatchObject({ copied: 2, failed: 0, deleted: 0 })
    expect(Object.keys((await treeOf(inner)).files)).toEqual(['a', 'b', 'extra'])
  })

  test('copies on the server within one realm, and keeps to the same result', async () => {
    const inner = await memoryOf({ 'src/a': 'one', 'src/d/b': 'two', 'dst/a': 'older words', 'dst/x': '' })
    const [src, dst] = [subdirectory(inner, fsPath('src')), subdirectory(inner, fsPath('dst'))]
    const unread = failing(src, ({ method }) => (method === 'open' ? new Error('no byte is to come through here') : undefined))
    const { events, summary } = await eventsOf(unread, dst, SYNC)
    expect(summary).toMatchObject({ copied: 2, deleted: 1, failed: 0 })
    expect(events.filter((event) => event.type === 'done' && event.how?.onServer)).toHaveLength(2)
    expect((await treeOf(dst)).files).toEqual((await treeOf(src)).files)
  })

  test('never has more transfers or comparisons under way than it may', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `f${at}`)
    const inner = await memoryOf(Object.fromEntries(names.map((name) => [name, 'x'])))
    const dst = await memoryOf()
    let underWay = 0
    let most = 0
    const slow: Fs = {
      ...dst,
      put: async (...args) => {
        most = Math.max(most, ++underWay)
        await turn()
        return dst.put(...args).finally(() => underWay--)
      },
    }
    expect(await sync(inner, slow, SYNC, { transfers: 3 })).toMatchObject({ copied: 20 })
    expect(most).toBe(3)
  })
})

describe('copy', () => {
  test('never takes anything away', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, shapes, async (trees, shape) => {
        const [left, right] = [await memoryOfTree(trees.src), await memoryOfTree(trees.dst)]
        const dst = audited(shaped(shape, right))
        const summary = await sync(left, dst.fs, { ...COPY, forceDelete: true })
        expect(dst.deletes()).toEqual([])
        expect(summary).toMatchObject({ deleted: 0, withheld: 0, failed: 0 })
        expect((await treeOf(right)).files).toEqual({ ...trees.dst.files, ...trees.src.files })
      }),
    )
  })
})

describe('a dry run', () => {
  test('changes nothing, and plans just what the real run then does', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, shapes, shapes, fc.boolean(), async (trees, srcShape, dstShape, forceDelete) => {
        const src = shaped(srcShape, await memoryOfTree(trees.src))
        const dst = audited(shaped(dstShape, await memoryOfTree(trees.dst)))
        const planned = await eventsOf(src, dst.fs, { ...SYNC, forceDelete }, { dryRun: true })
        expect(dst.changes).toEqual([])
        const real = await eventsOf(src, dst.fs, { ...SYNC, forceDelete })
        const said = planned.events.map(short)
        const done = real.events.map(short)
        expect(said.sort()).toEqual(done.sort())
        expect(planned.summary).toEqual(real.summary)
      }),
      { numRuns: 60 },
    )
  })

  test('does not make a missing destination', async () => {
    const inner = audited(await memoryOf())
    expect(await sync(await memoryOf({ a: '' }), subdirectory(inner.fs, fsPath('new')), SYNC, { dryRun: true })).toMatchObject({
      copied: 1,
    })
    expect(inner.changes).toEqual([])
  })
})

describe('nothing is deleted', () => {
  test('when any operation on either side fails, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, fc.nat(12), fc.constantFrom('src', 'dst'), async (trees, at, side) => {
        const dst = audited(await memoryOfTree(trees.dst))
        let operations = 0
        let failed = false
        const fault = ({ method }: Operation) => {
          if (failed || /^(remove|rmdir)$/.test(method) || operations++ !== at) return undefined
          failed = true
          return new FsError('denied', 'not this one')
        }
        const src = await memoryOfTree(trees.src)
        const outcome = await sync(
          side === 'src' ? failing(walked(src), fault) : src,
          side === 'dst' ? failing(walked(dst.fs), fault) : dst.fs,
          {
            ...SYNC,
            forceDelete: true,
          },
        ).catch((error: unknown) => error)
        if (!failed) return
        expect(dst.deletes()).toEqual([])
        expect(outcome).toMatchObject(outcome instanceof Error ? { kind: 'denied' } : { deleted: 0, firstError: { kind: 'denied' } })
      }),
      { numRuns: 100 },
    )
  })

  test('below a source directory that cannot be read; the rest is copied, and the deletes are counted', async () => {
    const src = unreadable(walked(await memoryOf({ 'a/x': '', 'b/x': '', 'c/x': '' })), 'b')
    const inner = await memoryOf({ 'b/x': 'old', 'b/y': '', 'b/z/y': '', 'extra/x': '' })
    const { events, summary } = await eventsOf(src, inner, SYNC)
    expect(summary).toMatchObject({ copied: 2, failed: 1, deleted: 0, withheld: 2, firstError: { kind: 'denied', path: 'b' } })
    expect(events.filter(({ path }) => path === 'b' || path.startsWith('b/')).map(({ type }) => type)).toEqual(['failed'])
    expect(events.slice(-2)).toMatchObject([
      { type: 'deletes-withheld', path: '', deletes: 2, why: 'errors' },
      { type: 'left', path: 'extra/x' },
    ])
    expect(Object.keys((await treeOf(inner)).files)).toEqual(['a/x', 'b/x', 'b/y', 'b/z/y', 'c/x', 'extra/x'])
  })

  test('nor written, below a destination directory that cannot be read', async () => {
    const src = await memoryOf({ 'a/x': '', 'b/x': 'new', 'b/c/x': '', 'c/x': '' })
    const dst = audited(unreadable(walked(await memoryOf({ 'b/x': 'old', extra: '' })), 'b'))
    const { summary } = await eventsOf(src, dst.fs, SYNC)
    expect(summary).toMatchObject({ copied: 2, deleted: 0, withheld: 1 })
    expect(summary.failed).toBe(3)
    expect(dst.changes.sort()).toEqual(['put a/x', 'put c/x'])
  })

  test.each([
    ['is empty', () => memoryOf()],
    ['lists empty, as a missing one in a bucket does', async () => flat(await memoryOf())],
  ])('when the source %s, unless that is forced', async (_how, source) => {
    const inner = await memoryOf({ 'a/x': '', b: '' })
    const { events, summary } = await eventsOf(await source(), inner, SYNC)
    expect(events).toMatchObject([
      { type: 'deletes-withheld', path: '', deletes: 3, why: 'empty-source' },
      { type: 'left', path: 'a/x' },
      { type: 'left', path: 'b' },
    ])
    expect(summary).toMatchObject({ deleted: 0, withheld: 3 })
    expect(await sync(await source(), inner, { ...SYNC, forceDelete: true })).toMatchObject({ deleted: 2, withheld: 0 })
    expect(await treeOf(inner)).toEqual({ files: {}, directories: [] })
  })

  test('when the source holds nothing but empty directories, unless that is forced', async () => {
    const dst = audited(await memoryOf({ 'a/x': '', b: '' }))
    expect(await sync(await memoryOf({}, ['lost+found', 'a']), dst.fs, SYNC)).toMatchObject({ deleted: 0 })
    expect(dst.deletes()).toEqual([])
  })

  test('when the source is missing, or a listing breaks off', async () => {
    const files = { a: '', b: '', c: '' }
    const broken = (inner: Fs): Fs => ({
      ...inner,
      listAll: async function* (directory, options) {
        let pages = 0
        for await (const page of inner.listAll?.(directory, options) ?? []) {
          yield page
          if (++pages === 2) throw new FsError('unavailable', 'cut off')
        }
      },
    })
    const source = await memoryOf({ a: '' })
    for (const [src, breaks] of [
      [subdirectory(source, fsPath('missing')), false],
      [broken(flat(source, { pageSize: 1 })), false],
      [source, true],
    ] as const) {
      if (src !== source && !breaks) await source.put(fsPath('b'), bytesSource(new Uint8Array()))
      const dst = audited(flat(await memoryOf({ ...files, z: '' }), { pageSize: 1 }))
      await expect(sync(src, breaks ? broken(dst.fs) : dst.fs, { ...SYNC, forceDelete: true })).rejects.toMatchObject({ name: 'FsError' })
      expect(dst.deletes()).toEqual([])
    }
  })

  test('of what a listing out of order hides: both sides are listed again; an entry told twice ends the run', async () => {
    const files = { a: '', b: '', c: '', d: '' }
    for (const side of ['src', 'dst']) {
      for (const [isTwice, hostile] of [
        [
          false,
          async () => {
            const reversed = flat(await memoryOf(files), {
              pageSize: 2,
              shuffled: (entries) => [...entries.slice(0, 2), ...entries.slice(2).toReversed()],
            })
            return { ...reversed, features: { ...reversed.features, listingOrder: 'path' as const } }
          },
        ],
        [true, async () => alsoListing(await memoryOf(files), ['d'])],
      ] as const) {
        const dst = audited(side === 'dst' ? await hostile() : await memoryOf({ ...files, extra: '' }))
        const src = side === 'src' ? await hostile() : await memoryOf({ a: '' })
        const run = sync(src, dst.fs, { ...SYNC, forceDelete: true })
        if (isTwice) {
          await expect(run).rejects.toMatchObject({ kind: 'unexpected' })
          expect(dst.deletes()).toEqual([])
        } else {
          expect(await run).toMatchObject({ failed: 0 })
          expect(dst.deletes()).toEqual(side === 'src' ? ['remove extra'] : ['remove b', 'remove c', 'remove d'])
        }
      }
    }
  })

  test('when a side has names that are no path: they are refused, named and counted, and the rest goes on', async () => {
    const names = ['..', '../x', '/etc/x', 'a//b', 'a\0b', 'a/', '\ud800', './x']
    for (const shape of [flat, walked]) {
      for (const side of ['src', 'dst']) {
        const hostile = (inner: Fs) => alsoListing(shape(inner), names)
        const inner = audited(await memoryOf({ 'extra/x': '', same: '' }))
        const src = await memoryOf({ 'm/n': '', same: '', z: '' })
        const { events, summary } = await eventsOf(side === 'src' ? hostile(src) : src, side === 'dst' ? hostile(inner.fs) : inner.fs, SYNC)
        const refused = events.flatMap((event) => (event.type === 'failed' ? [event.error.path] : []))
        expect(new Set(refused)).toEqual(new Set(names))
        expect(summary).toMatchObject({ failed: names.length, deleted: 0, copied: 2, kept: 1 })
        expect(inner.changes.sort()).toEqual(['put m/n', 'put z'])
      }
    }
  })

  test('of the source itself, when it lies in the destination or the other way round', async () => {
    const inner = audited(await memoryOf({ 'a/b/x': '', 'a/y': '', z: '' }))
    const [top, middle, low] = [inner.fs, subdirectory(inner.fs, fsPath('a')), subdirectory(inner.fs, fsPath('a/b'))]
    for (const [src, dst] of [
      [low, top],
      [low, middle],
      [top, low],
    ] as const) {
      await expect(sync(src, dst, SYNC)).rejects.toMatchObject({ name: 'FsError', message: expect.stringContaining('overlap') })
    }
    expect(inner.changes).toEqual([])
    expect(await sync(middle, subdirectory(inner.fs, fsPath('a')), SYNC)).toMatchObject({ copied: 0, deleted: 0, kept: 2 })
    expect(await sync(middle, subdirectory(inner.fs, fsPath('ab')), SYNC)).toMatchObject({ copied: 2 })
  })
})

describe('an abort', () => {
  test('at any moment rejects with its reason; what was begun has ended, and nothing more is changed', async () => {
    await fc.assert(
      fc.asyncProperty(treePairs, fc.nat(40), fc.boolean(), async (trees, at, deep) => {
        const controller = new AbortController()
        const reason = new Error('stop')
        let operations = 0
        let underWay = 0
        const aborting = (inner: Fs): Fs =>
          Object.assign(
            failing(inner, () => void (operations++ === at && controller.abort(reason))),
            { features: inner.features },
          )
        const inner = await memoryOfTree(trees.dst)
        const slow: Fs = {
          ...inner,
          put: async (...args) => {
            underWay++
            if (deep) await turn()
            return inner.put(...args).finally(() => underWay--)
          },
          remove: async (...args) => {
            underWay++
            await turn()
            return inner.remove(...args).finally(() => underWay--)
          },
        }
        const dst = audited(aborting(slow))
        const src = aborting(walked(await memoryOfTree(trees.src)))
        const outcome = await sync(src, dst.fs, { ...SYNC, forceDelete: true }, { signal: controller.signal }).catch(
          (error: unknown) => error,
        )
        if (!controller.signal.aborted) return
        expect(outcome).toBe(reason)
        expect(underWay).toBe(0)
        const after = await treeOf(inner)
        await turn()
        await turn()
        expect(await treeOf(inner)).toEqual(after)
      }),
      { numRuns: 100 },
    )
  })

  test('while files are copied deletes nothing, and is no failure of these files', async () => {
    const controller = new AbortController()
    const reason = new Error('stop')
    const inner = await memoryOf({ extra: '' })
    const dst = audited(failing(inner, ({ method }) => void (method === 'put' && controller.abort(reason))))
    const events: SyncEvent[] = []
    const options: SyncOptions = { signal: controller.signal, report: (event) => events.push(event) }
    await expect(sync(await memoryOf({ a: '', b: '' }), dst.fs, SYNC, options)).rejects.toBe(reason)
    expect(dst.deletes()).toEqual([])
    expect(events).toEqual([])
  })

  test('before the beginning does nothing at all', async () => {
    const reason = new Error('stop')
    const dst = audited(await memoryOf({ extra: '' }))
    await expect(sync(await memoryOf({ a: '' }), dst.fs, SYNC, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(dst.changes).toEqual([])
  })
})

/** What was done or is to be done, where. */
function short(event: SyncEvent): string {
  return `${'change' in event ? event.change.do : event.type} ${event.path}`
}

/** The directories above a path, without the root. */
function allAbove(path: FsPath): FsPath[] {
  const above: FsPath[] = []
  for (let at = parentOf(path); at !== ROOT && isBelow(path, at); at = parentOf(at)) above.push(at)
  return above
}
