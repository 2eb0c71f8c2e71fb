import { describe, expect, test } from 'vitest'
import { failing } from '../../../test/faults.js'
import { memoryOf, treeOf } from '../../../test/memory.js'
import { createFilter } from '../../filter/filter.js'
import type { FsEntry } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { type FsPath, fsPath, parentOf } from '../../fs/path.js'
import { apply } from '../apply.js'
import type { Change } from '../decide/action.js'
import type { SyncChoices } from '../decide/choices.js'
import { parsePlanLine, planLine } from '../plan-line.js'
import { type SyncOptions, sync } from '../sync.js'

const SYNC: SyncChoices = { deletes: true, compare: 'modTime' }
const MOVE: SyncChoices = { deletes: false, moves: true, compare: 'modTime', deleteEmptySourceDirectories: true }

/** As a file system: each directory has a time, which becomes another one whenever something is made or removed in it. */
function withDirectoryTimes(inner: Fs, times: Map<string, bigint>): Fs {
  let clock = 1_000n
  const changing = (path: FsPath) => {
    for (let at = path; at !== '' && !times.has(at); at = parentOf(at)) times.set(parentOf(at), ++clock)
    times.set(parentOf(path), ++clock)
  }
  const timed = (entry: FsEntry): FsEntry => {
    const modTime = times.get(entry.path)
    return entry.kind === 'directory' && modTime !== undefined ? { ...entry, modTime } : entry
  }
  const { listAll: _, move: __, copy: ___, ...bare } = inner
  return {
    ...bare,
    list: async function* (directory, options) {
      for await (const page of inner.list(directory, options)) yield page.map(timed)
    },
    put: async (path, source, options) => {
      changing(path)
      return inner.put(path, source, options)
    },
    remove: async (object, options) => {
      changing(object.path)
      return inner.remove(object, options)
    },
    mkdir: async (path, options) => {
      changing(path)
      times.set(path, ++clock)
      return inner.mkdir(path, options)
    },
    rmdir: async (directory, options) => {
      await inner.rmdir(directory, options)
      const path = typeof directory === 'string' ? directory : directory.path
      times.delete(path)
      changing(path)
    },
    setModTime: async (entry, time, options) => {
      if (entry.kind === 'object') return (inner.setModTime as NonNullable<Fs['setModTime']>)(entry, time, options)
      times.set(entry.path, time)
      return { ...entry, modTime: time }
    },
  }
}

interface Sides {
  readonly src: Fs
  readonly dst: Fs
  readonly times: Map<string, bigint>
}

const OLD = { 'same/a': 'x', 'changed/a': 'x', 'changed/deep/a': 'x', 'gone/e/a': 'x', 'trimmed/a': 'x', 'trimmed/b': 'x' }
const NEW = { 'same/a': 'x', 'changed/a': 'x', 'changed/deep/a': 'xy', 'new/d/e/a': 'x', 'trimmed/a': 'x' }

/** Every directory of the source has a time of its own. */
async function sides(): Promise<Sides> {
  const own = ['same', 'changed', 'changed/deep', 'empty', 'new', 'new/d', 'new/d/e', 'trimmed']
  const src = withDirectoryTimes(await memoryOf(NEW, ['empty']), new Map(own.map((path, at) => [path, BigInt(100 + at)])))
  const known: [string, bigint][] = ['same', 'changed', 'changed/deep', 'trimmed'].map((path) => [path, BigInt(100 + own.indexOf(path))])
  const times = new Map([...known, ['gone', 1n], ['gone/e', 1n], ['trimmed', 5n]] satisfies [string, bigint][])
  return { src, dst: withDirectoryTimes(await memoryOf(OLD), times), times }
}

const EXPECTED = {
  ...{ same: 100n, changed: 101n, 'changed/deep': 102n },
  ...{ new: 104n, 'new/d': 105n, 'new/d/e': 106n, trimmed: 107n },
}
const timesOf = ({ times }: Sides) => Object.fromEntries([...times].filter(([path]) => path !== ''))

async function changesOf({ src, dst }: Pick<Sides, 'src' | 'dst'>, choices: SyncChoices, options: SyncOptions = {}): Promise<Change[]> {
  const changes: Change[] = []
  const summary = await sync(src, dst, choices, { ...options, report: (event) => 'change' in event && changes.push(event.change) })
  expect(summary.firstError).toBeUndefined()
  return changes
}

const named = (change: Change) => `${change.do} ${change.path}`

async function* asPlan(changes: readonly Change[]): AsyncIterable<readonly Change[]> {
  yield changes.map((change) => parsePlanLine(planLine(change)))
}

describe('directories', () => {
  test('have the times of the source when all work in them is done, and in a second run nothing is left to do', async () => {
    const both = await sides()
    await changesOf(both, SYNC)
    expect(timesOf(both)).toEqual(EXPECTED)
    expect(await changesOf(both, SYNC)).toEqual([])

    await changesOf(both, { ...SYNC, emptyDirectories: true })
    expect(timesOf(both)).toEqual({ ...EXPECTED, empty: 103n })
  })

  test('are in the plan of a run, which comes to the same', async () => {
    const [both, twin] = [await sides(), await sides()]
    const planned = await changesOf(both, SYNC, { dryRun: true })
    expect(planned.map(named).sort()).toEqual((await changesOf(twin, SYNC)).map(named).sort())
    expect((await apply(asPlan(planned.toReversed()), both.src, both.dst, SYNC)).firstError).toBeUndefined()
    expect(timesOf(both)).toEqual(EXPECTED)
  })

  test.each(['run', 'plan'])('that a move has emptied are removed by a %s, and no others', async (way) => {
    const { src, dst } = await sides()
    const filter = await createFilter({ rules: [{ include: false, glob: '/changed/deep/a' }] })
    const planned = await changesOf({ src, dst }, MOVE, { dryRun: true, filter })
    const summary = way === 'run' ? await sync(src, dst, MOVE, { filter }) : await apply(asPlan(planned), src, dst, MOVE)
    expect(summary).toMatchObject({ failed: 0, copied: 1 })
    expect((await treeOf(src)).directories).toEqual(['changed', 'changed/deep'])
  })

  test('that are no one’s to change keep their time without a word; another failure is told', async () => {
    for (const [kind, failed] of [
      ['denied', 0],
      ['unavailable', 1],
    ] as const) {
      const { src, dst } = await sides()
      const foreign = failing(dst, ({ method, args: [subject] }) =>
        method === 'setModTime' && (subject as FsEntry).path === fsPath('trimmed') ? new FsError(kind, 'no') : undefined,
      )
      expect(await sync(src, foreign, SYNC)).toMatchObject({ failed })
    }
  })
})
