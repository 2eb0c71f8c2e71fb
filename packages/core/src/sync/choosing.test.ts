import { describe, expect, test } from 'vitest'
import { audited, failing, watched } from '../../test/faults.js'
import { type File, memoryOf, treeOf } from '../../test/memory.js'
import { createFilter } from '../filter/filter.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { apply } from './apply.js'
import type { Change } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import type { SyncEvent } from './event.js'
import { type SyncOptions, sync } from './sync.js'

const SYNC: SyncChoices = { deletes: true, compare: 'modTime' }
const COPY: SyncChoices = { deletes: false, compare: 'modTime' }
const MOVE: SyncChoices = { deletes: false, moves: true, compare: 'modTime' }

const textsOf = async (fs: Fs): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries((await treeOf(fs)).files).map(([path, { text }]) => [path, text]))
const file = (text: string, modTime: bigint): File => ({ text, modTime })

/** What was done, or is to be done, in the order in which it was told. */
async function told(src: Fs, dst: Fs, choices: SyncChoices, options: SyncOptions = {}): Promise<string[]> {
  const events: SyncEvent[] = []
  await sync(src, dst, choices, { ...options, report: (event) => events.push(event) })
  return events.map((event) => `${'change' in event ? event.change.do : event.type} ${event.path}`)
}

/** Several directories of one service. */
async function places<Name extends string>(trees: Record<Name, Record<string, string | File>>): Promise<Record<Name, Fs>> {
  const files = Object.entries<Record<string, string | File>>(trees).flatMap(([name, tree]) =>
    Object.entries(tree).map(([path, each]) => [`${name}/${path}`, each] as const),
  )
  const inner = await memoryOf(Object.fromEntries(files), Object.keys(trees))
  return Object.fromEntries(Object.keys(trees).map((name) => [name, subdirectory(inner, fsPath(name))])) as Record<Name, Fs>
}

describe('what differs', () => {
  test.each<[string, Partial<SyncChoices>, string[]]>([
    ['by default', {}, ['copy newer', 'copy older', 'kept same']],
    ['with update, what is newer at the destination stays', { update: true }, ['copy newer', 'kept older', 'kept same']],
    ['existing files are left', { existing: 'skip' }, ['kept newer', 'kept older', 'kept same']],
    ['all files are copied', { existing: 'replace' }, ['copy newer', 'copy older', 'copy same']],
    ['nothing may change', { immutable: true }, ['failed newer', 'failed older', 'kept same']],
  ])('%s', async (_what, choices, expected) => {
    const src = await memoryOf({ newer: file('new', 9n), older: file('abc', 1n), same: file('x', 5n) })
    const dst = await memoryOf({ newer: file('old', 5n), older: file('def', 5n), same: file('x', 5n) })
    expect((await told(src, dst, { ...COPY, ...choices })).sort()).toEqual(expected)
  })

  test('within the window of the run, times are the same', async () => {
    const [src, dst] = [await memoryOf({ a: file('abc', 1_000n) }), await memoryOf({ a: file('xyz', 1_999n) })]
    expect(await told(src, dst, { ...COPY, modifyWindow: 1_000n })).toEqual(['kept a'])
    expect(await told(src, dst, { ...COPY, modifyWindow: 999n })).toEqual(['copy a'])
  })

  test('a time that alone differs is left where that was chosen', async () => {
    const [src, dst] = [await memoryOf({ a: file('abc', 1n) }), await memoryOf({ a: file('abc', 9n) })]
    expect(await told(src, dst, { ...COPY, updateModTime: false })).toEqual(['kept a'])
    expect(await told(src, dst, COPY)).toEqual(['touch a'])
  })

  test('the destination is asked for each file, or not looked at, where that was chosen', async () => {
    const src = await memoryOf({ a: 'x', b: 'y' })
    for (const [destination, expected] of [
      ['asked', ['copy b', 'kept a']],
      ['unseen', ['copy a', 'copy b']],
    ] as const) {
      const methods = new Set<string>()
      const dst = watched(await memoryOf({ a: 'x', z: '' }), ({ method }) => void methods.add(method))
      expect((await told(src, dst, COPY, { destination })).sort()).toEqual(expected)
      expect([...methods].filter((method) => method.startsWith('list'))).toEqual([])
    }
  })

  test('nor is it for single files', async () => {
    const src = await memoryOf({ a: 'x' })
    const [only, to] = [[await src.stat(fsPath('a'))], fsPath('b')]
    const dst = failing(await memoryOf({ a: 'x', b: 'x' }), ({ method }) => (method === 'put' ? undefined : new FsError('denied', method)))
    expect(await told(src, dst, COPY, { only, destination: 'unseen' })).toEqual(['copy a'])
    expect(await told(src, dst, COPY, { only, to, destination: 'unseen' })).toEqual(['copy b'])
  })

  test('what a filter leaves out of the source for more than its path is no extra', async () => {
    const choices = { maxSize: 3, excludingNames: ['.skip'] }
    const src = await memoryOf({ grown: '12345', small: 'x', 'left/.skip': '', 'left/a': 'x' })
    const before = { grown: '123', small: 'x', gone: '', 'left/a': 'old', 'left/gone': '' }
    const dst = await memoryOf(before)
    await sync(src, dst, SYNC, { filter: await createFilter(choices) })
    expect(await textsOf(dst)).toEqual({ grown: '123', small: 'x', 'left/a': 'old' })
    const excluded = await memoryOf(before)
    await sync(src, excluded, SYNC, { filter: await createFilter(choices), deleteExcluded: true })
    expect(await textsOf(excluded)).toEqual({ small: 'x' })
  })

  test('levels beyond the chosen depth are left on both sides', async () => {
    const [src, dst] = [await memoryOf({ a: '', 'd/b': '', 'd/e/c': '' }), await memoryOf({ 'd/e/old': '', 'd/gone': '' })]
    await sync(src, dst, SYNC, { maxDepth: 2 })
    expect(Object.keys(await textsOf(dst))).toEqual(['a', 'd/b', 'd/e/old'])
  })

  test('so are they of a list of files', async () => {
    const [src, dst] = [await memoryOf({ a: '', 'd/b': '', 'd/e/c': '' }), await memoryOf({})]
    const filter = await createFilter({ only: ['a', 'd/b', 'd/e/c'].map(fsPath) })
    await sync(src, dst, MOVE, { maxDepth: 2, filter })
    expect([await textsOf(src), await textsOf(dst)]).toEqual([{ 'd/e/c': '' }, { a: '', 'd/b': '' }])
  })
})

describe('a move', () => {
  test('leaves nothing of what arrived or was there, and keeps what a choice passes over', async () => {
    const src = await memoryOf({ new: 'n', same: 's', 'd/changed': 'c' })
    const dst = await memoryOf({ same: 's', 'd/changed': 'old' })
    expect((await told(src, dst, MOVE)).sort()).toEqual(['copy d/changed', 'copy new', 'drop same'])
    expect(await textsOf(src)).toEqual({})
    expect(await textsOf(dst)).toEqual({ new: 'n', same: 's', 'd/changed': 'c' })
    const [kept, there] = [await memoryOf({ a: 'mine' }), await memoryOf({ a: 'theirs' })]
    await sync(kept, there, { ...MOVE, existing: 'skip' })
    expect([await textsOf(kept), await textsOf(there)]).toEqual([{ a: 'mine' }, { a: 'theirs' }])
  })

  test('within one realm is made by the service', async () => {
    const { src, dst } = await places({ src: { a: 'x', 'd/b': 'y' }, dst: {} })
    const unread = failing(src, ({ method }) => (method === 'open' ? new Error('no byte is to come through here') : undefined))
    expect((await told(unread, dst, MOVE)).sort()).toEqual(['copy a', 'copy d/b'])
    expect([await textsOf(src), await textsOf(dst)]).toEqual([{}, { a: 'x', 'd/b': 'y' }])
  })

  test('onto itself keeps everything', async () => {
    const fs = await memoryOf({ a: 'x' })
    expect(await told(fs, fs, MOVE)).toEqual(['kept a'])
    expect(await textsOf(fs)).toEqual({ a: 'x' })
  })

  test('into its own subdirectory is refused', async () => {
    const fs = await memoryOf({ a: 'x', 'd/b': '' })
    await expect(sync(fs, subdirectory(fs, fsPath('d')), MOVE)).rejects.toThrow('overlap')
  })

  test('removes the directories it has emptied, where that was chosen, unless anything failed', async () => {
    const src = await memoryOf({ 'd/e/a': 'x', 'kept/b': '' })
    const stuck = failing(src, ({ method, args }) =>
      method === 'open' && (args[0] as { path: string }).path === 'kept/b' ? new FsError('denied', 'no') : undefined,
    )
    const choices = { ...MOVE, deleteEmptySourceDirectories: true }
    await sync(stuck, await memoryOf(), choices)
    expect((await treeOf(src)).directories).toEqual(['d', 'd/e', 'kept'])
    await sync(src, await memoryOf(), choices)
    expect((await treeOf(src)).directories).toEqual([])
  })
})

describe('what is replaced or deleted', () => {
  test('is kept in a place of its own', async () => {
    const { src, dst, old } = await places({ src: { a: 'new' }, dst: { a: 'replaced', 'd/x': 'deleted' }, old: {} })
    await sync(src, dst, { ...SYNC, suffix: '.1' }, { backupInto: old })
    expect([await textsOf(dst), await textsOf(old)]).toEqual([{ a: 'new' }, { 'a.1': 'replaced', 'd/x.1': 'deleted' }])
  })

  test('or beside, and a further sync leaves it there', async () => {
    const { src, dst } = await places({ src: { a: 'new' }, dst: { a: 'replaced', b: 'deleted' } })
    const choices = { ...SYNC, suffix: '.old', forceDelete: true }
    await sync(src, dst, choices)
    const after = { a: 'new', 'a.old': 'replaced', 'b.old': 'deleted' }
    expect(await textsOf(dst)).toEqual(after)
    await sync(src, dst, choices)
    expect(await textsOf(dst)).toEqual(after)
  })

  test('comes back when the copy fails', async () => {
    const { src, dst, old } = await places({ src: { a: 'new' }, dst: { a: 'before' }, old: {} })
    const unwritable = failing({ ...dst, ...noCopy }, ({ method }) => (method === 'put' ? new FsError('quota', 'full') : undefined))
    expect(await sync(src, unwritable, SYNC, { backupInto: old })).toMatchObject({ failed: 1 })
    expect([await textsOf(dst), await textsOf(old)]).toEqual([{ a: 'before' }, {}])
  })

  test.each(['src', 'dst', 'dst/in'])('cannot be kept in %s', async (place) => {
    const inner = await memoryOf({ 'src/a': '', 'dst/in/b': '' })
    const [src, dst, into] = [fsPath('src'), fsPath('dst'), fsPath(place)].map((path) => subdirectory(inner, path)) as [Fs, Fs, Fs]
    await expect(sync(src, dst, SYNC, { backupInto: into })).rejects.toThrow('overlap')
  })
})

const noCopy = { copy: async () => Promise.reject(new FsError('unsupported', 'no')) } as Partial<Fs>

describe('a renamed file', () => {
  const trees = { src: { 'new/name': file('content', 7n), kept: 'k' }, dst: { 'old/name': file('content', 7n), kept: 'k', gone: 'other' } }

  test.each<[SyncChoices['trackRenames'], string[]]>([
    [['hash'], ['delete gone', 'delete old', 'kept kept', 'rename new/name']],
    [
      ['modTime', 'leaf'],
      ['delete gone', 'delete old', 'kept kept', 'rename new/name'],
    ],
    [undefined, ['copy new/name', 'delete gone', 'delete old', 'delete old/name', 'kept kept']],
  ])('is known by %s', async (trackRenames, expected) => {
    const [src, dst] = [await memoryOf(trees.src), await memoryOf(trees.dst)]
    const choices = { ...SYNC, ...(trackRenames && { trackRenames }) }
    expect((await told(src, dst, choices, { dryRun: true })).sort()).toEqual(expected)
    expect((await told(src, dst, choices)).sort()).toEqual(expected)
    expect((await treeOf(dst)).files).toEqual((await treeOf(src)).files)
  })

  test('is copied where the move fails, and the old one deleted', async () => {
    const src = await memoryOf(trees.src)
    const dst = await memoryOf(trees.dst)
    const stuck = failing(dst, ({ method }) => (method === 'move' ? new FsError('denied', 'no') : undefined))
    await sync(src, stuck, { ...SYNC, trackRenames: ['hash'] })
    expect(await textsOf(dst)).toEqual(await textsOf(src))
  })

  test('with others of its size and content is used once for each', async () => {
    const src = await memoryOf({ 'n/1': 'same', 'n/2': 'same', 'n/3': 'same', 'n/4': 'diff' })
    const dst = await memoryOf({ 'o/1': 'same', 'o/2': 'same', 'o/3': 'othr' })
    const deeds = (await told(src, dst, { ...SYNC, trackRenames: ['hash'] })).map((each) => each.split(' ')[0])
    expect(deeds.filter((deed) => deed === 'rename')).toHaveLength(2)
    expect(deeds.filter((deed) => deed === 'copy')).toHaveLength(2)
    expect(await textsOf(dst)).toEqual(await textsOf(src))
  })
})

describe('order and limits', () => {
  const files = { a: file('22', 3n), b: file('4444', 1n), c: file('1', 2n), d: file('333', 4n) }

  test.each<[NonNullable<SyncChoices['order']>, string]>([
    [{ by: 'size', direction: 'ascending' }, 'cadb'],
    [{ by: 'size', direction: 'descending' }, 'bdac'],
    [{ by: 'modTime', direction: 'ascending' }, 'bcad'],
    [{ by: 'name', direction: 'descending' }, 'dcba'],
    [{ by: 'size', direction: 'mixed' }, 'bcda'],
    [{ by: 'size', direction: 'mixed', share: 100 }, 'cadb'],
  ])('transfers come in the order %j', async (order, expected) => {
    const deeds = await told(await memoryOf(files), await memoryOf(), { ...COPY, order }, { transfers: 1 })
    expect(deeds.map((deed) => deed.at(-1)).join('')).toBe(expected)
  })

  test('check-first compares all before the first transfer', async () => {
    const order: string[] = []
    const src = await memoryOf({ a: 'new', b: 'x', c: 'y' })
    const dst = await memoryOf({ b: 'x', c: 'z' })
    await sync(src, dst, { ...COPY, checkFirst: true }, { report: (event) => order.push(event.type) })
    expect(order[0]).toBe('kept')
  })

  test('no transfer begins that would pass the limit, or none after it was reached', async () => {
    const src = await memoryOf({ a: '1234', b: '1234', c: '1234' })
    for (const [cutoffMode, expected] of [
      ['cautious', ['a']],
      ['soft', ['a', 'b']],
    ] as const) {
      const dst = await memoryOf({ extra: '' })
      const summary = await sync(src, dst, { ...SYNC, maxTransfer: 6, cutoffMode }, { transfers: 1 })
      expect(summary).toMatchObject({ stopped: 'max-transfer', failed: 0, deleted: 0 })
      expect(Object.keys(await textsOf(dst))).toEqual([...expected, 'extra'])
    }
  })
})

describe('places to compare with and to copy from', () => {
  test('what one of them has is left, or is copied by the service', async () => {
    const { src, dst, other } = await places({ src: { a: 'x', b: 'y' }, dst: {}, other: { a: 'x', b: 'other' } })
    expect((await told(src, dst, COPY, { compareWith: [other] })).sort()).toEqual(['copy b', 'kept a'])
    const unread = failing({ ...src, place: { realm: 'elsewhere', path: '' } }, ({ method, args }) =>
      method === 'open' && (args[0] as { path: string }).path === 'a' ? new Error('not to be read') : undefined,
    )
    expect((await told(unread, dst, COPY, { copyFrom: [other] })).sort()).toEqual(['copy a', 'kept b'])
    expect(await textsOf(dst)).toEqual({ a: 'x', b: 'y' })
  })
})

describe('what fails and may pass', () => {
  test('is tried again, before anything is deleted', async () => {
    const src = await memoryOf({ a: 'x', b: 'y' })
    const inner = await memoryOf({ extra: '' })
    let faults = 2
    const dst = audited(failing(inner, ({ method }) => (method === 'put' && faults-- > 0 ? new FsError('unavailable', 'busy') : undefined)))
    expect(await sync(src, dst.fs, SYNC, { attempts: 3 })).toMatchObject({ copied: 2, failed: 0, deleted: 1 })
    expect(dst.changes.at(-1)).toBe('remove extra')
  })

  test('is counted as failed when all tries are used up, and nothing is deleted', async () => {
    const src = await memoryOf({ a: 'x' })
    let puts = 0
    const dst = failing(await memoryOf({ extra: '' }), ({ method }) =>
      method === 'put' && ++puts > 0 ? new FsError('unavailable', 'busy') : undefined,
    )
    expect(await sync(src, dst, SYNC, { attempts: 3 })).toMatchObject({ failed: 1, temporary: 1, deleted: 0, withheld: 1 })
    expect(puts).toBe(3)
  })
})

describe('a plan', () => {
  test('is what a run does, and is applied to the same end', async () => {
    const trees = { src: { a: 'newer', same: 's', moved: file('m', 9n) }, dst: { a: 'old', same: 's', old: '', moved: file('m', 1n) } }
    const [src, dst] = [await memoryOf(trees.src), await memoryOf(trees.dst)]
    const changes: Change[] = []
    await sync(src, dst, SYNC, { dryRun: true, report: (event) => 'change' in event && changes.push(event.change) })
    expect(await apply(pageOf(changes), src, dst, SYNC)).toMatchObject({ copied: 1, touched: 1, deleted: 1, failed: 0 })
    expect((await treeOf(dst)).files).toEqual((await treeOf(src)).files)
  })

  test.each(['src', 'dst', 'extra'])('is refused where %s has changed since, and nothing is deleted', async (side) => {
    const [src, dst] = [await memoryOf({ a: 'newer' }), await memoryOf({ a: 'old', extra: 'e', more: 'm' })]
    const changes: Change[] = []
    await sync(src, dst, SYNC, { dryRun: true, report: (event) => 'change' in event && changes.push(event.change) })
    const [fs, path] = side === 'extra' ? [dst, 'extra'] : [side === 'src' ? src : dst, 'a']
    await fs.put(
      fsPath(path),
      {
        size: 7,
        repeatable: true,
        open: async function* () {
          yield Buffer.from('changed')
        },
      },
      { modTime: 3n },
    )
    const summary = await apply(pageOf(changes), src, dst, SYNC)
    expect(summary.firstError).toMatchObject({ kind: 'precondition-failed' })
    expect((await textsOf(dst))[path]).toBe(side === 'src' ? 'old' : 'changed')
    if (side !== 'extra') expect(summary).toMatchObject({ deleted: 0, withheld: 2 })
  })
})

async function* pageOf<Item>(items: readonly Item[]): AsyncIterable<readonly Item[]> {
  yield items
}
