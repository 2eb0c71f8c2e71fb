import { quirky } from '@tranship/testkit'
import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { withTwinDirectories } from '../../test/twin-directories.js'
import { bytesSource, readAll } from '../fs/bytes.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { listing } from '../tree/listing.js'
import { type DedupeEvent, type DedupeOptions, dedupe } from './dedupe.js'
import { type ResolvingMode, resolutionOf } from './resolution.js'

/** A file by its path, its text and its time. */
type Row = readonly [path: string, text: string, modTime: bigint]

const TWINS: readonly Row[] = [
  ['one.txt', 'same', 3n],
  ['one.txt', 'same', 2n],
  ['one.txt', 'older', 1n],
  ['one.txt', 'x', 2n],
  ['d/all', 'alike', 1n],
  ['d/all', 'alike', 2n],
  ['single', 'same', 9n],
]

async function withTwins(rows: readonly Row[]): Promise<Fs> {
  const fs = quirky(await memoryOf(), { duplicates: true })
  for (const [path, text, modTime] of rows) await fs.put(fsPath(path), bytesSource(Buffer.from(text)), { modTime, replaces: 'nothing' })
  return fs
}

/** "path text" of each file. */
async function filesOf(fs: Fs): Promise<string[]> {
  const files: string[] = []
  for await (const page of listing(fs)) {
    for (const entry of page) if (entry.kind === 'object') files.push(`${entry.path} ${Buffer.from(await readAll(fs.open(entry)))}`)
  }
  return files.sort()
}

async function told(fs: Fs, options: Partial<DedupeOptions>): Promise<string[]> {
  const events: string[] = []
  const tell = (event: DedupeEvent) =>
    events.push(`${event.type} ${'name' in event ? event.name : event.type === 'deleted' ? event.object.path : event.path}`)
  await dedupe(fs, { by: 'name', resolve: resolutionOf('skip'), report: tell, ...options })
  return events
}

describe('dedupe by name', () => {
  const rest = ['d/all alike', 'single same']
  test.each<[ResolvingMode, string[]]>([
    ['skip', ['one.txt older', 'one.txt same', 'one.txt x']],
    ['first', ['one.txt same']],
    ['newest', ['one.txt same']],
    ['oldest', ['one.txt older']],
    ['largest', ['one.txt older']],
    ['smallest', ['one.txt x']],
    ['rename', ['one-1.txt same', 'one-2.txt older', 'one-3.txt x']],
  ])('%s', async (mode, left) => {
    const fs = await withTwins(TWINS)
    await told(fs, { resolve: resolutionOf(mode) })
    expect(await filesOf(fs)).toEqual([...rest, ...left].sort())
  })

  test('asks what is to become of what is not identical, and stops when told to', async () => {
    const fs = await withTwins([...TWINS, ['z', '1', 1n], ['z', '2', 1n]])
    const asked: string[] = []
    await told(fs, {
      resolve: ({ name, objects }) => {
        asked.push(`${name} ${objects.length}`)
        return 'quit'
      },
    })
    expect(asked).toEqual(['one.txt 3'])
    expect(await filesOf(fs)).toContain('z 2')
  })

  test('a list changes nothing, and neither does a dry run', async () => {
    const fs = await withTwins(TWINS)
    const before = await filesOf(fs)
    await told(fs, { listOnly: true, resolve: () => 'leave' })
    expect(await told(fs, { dryRun: true, resolve: resolutionOf('newest') })).toContain('planned one.txt')
    await told(fs, { dryRun: true, resolve: resolutionOf('rename') })
    expect(await filesOf(fs)).toEqual(before)
  })

  test('of one size is as good as identical where that is wanted', async () => {
    const fs = await withTwins([
      ['a', '12', 1n],
      ['a', '34', 2n],
      ['a', '567', 3n],
    ])
    expect(await told(fs, { sizeOnly: true })).toContain('deleted a')
    expect(await filesOf(fs)).toEqual(['a 12', 'a 567'])
  })

  test('one file that is listed twice is left alone', async () => {
    const fs = await withTwins([['a', 'x', 1n]])
    const seenTwice: Fs = {
      ...fs,
      listAll: async function* (...args) {
        for await (const page of fs.listAll?.(...args) ?? []) yield [...page, ...page]
      },
    }
    expect(await told(seenTwice, {})).toEqual(['same-file a'])
    expect(await filesOf(fs)).toEqual(['a x'])
  })

  test('a new name that is taken is passed over', async () => {
    const fs = await withTwins([
      ['d.d/a', '1', 1n],
      ['d.d/a', '2', 1n],
      ['d.d/a-1', 'taken', 1n],
    ])
    await told(fs, { resolve: resolutionOf('rename') })
    expect(await filesOf(fs)).toEqual(['d.d/a-1 taken', 'd.d/a-2 1', 'd.d/a-3 2'])
  })
})

describe('dedupe by content', () => {
  const FILES = { a: 'x', 'd/b': 'x', c: 'y', e: '', 'd/f': '' }

  test('keeps one of each content, whatever the names', async () => {
    const fs = await memoryOf(FILES)
    expect((await told(fs, { by: 'content', resolve: resolutionOf('first') })).filter((event) => event.startsWith('deleted'))).toEqual([
      'deleted d/b',
      'deleted e',
    ])
    expect(await filesOf(fs)).toEqual(['a x', 'c y', 'd/f '])
  })

  test('a storage without hashes is refused', async () => {
    const fs = await memoryOf(FILES)
    const without = { ...fs, features: { ...fs.features, hashes: [] } }
    await expect(told(without, { by: 'content' })).rejects.toMatchObject({ kind: 'unsupported' })
  })
})

describe('directories of one name', () => {
  /** In the first "d" a and s/b, in the second c and s/e, in the third only a directory. */
  const twinDirectories = async () => {
    const fs = withTwinDirectories(await memoryOf())
    for (const [at, files] of [['a', 's/b'], ['c', 's/e'], []].entries()) await fs.addTwin(fsPath('d'), files, `${at}`)
    return fs
  }

  test('are merged into one, level by level', async () => {
    const fs = await twinDirectories()
    expect(await told(fs, {})).toEqual(['merged d'])
    expect(await filesOf(fs)).toEqual(['d/a 0', 'd/c 1', 'd/s/b 0', 'd/s/e 1'])
    expect(await told(fs, {})).toEqual([])
  })

  test('are told of in a list, and left alone in a dry run', async () => {
    const fs = await twinDirectories()
    expect(await told(fs, { listOnly: true })).toEqual(['twins d', 'twins d/s'])
    expect(await told(fs, { dryRun: true })).toEqual(['planned d', 'planned d/s'])
    expect(await told(fs, { listOnly: true })).toHaveLength(2)
  })

  test('stay apart while files in them have one name, and where they cannot be moved', async () => {
    const fs = await twinDirectories()
    await fs.addTwin(fsPath('d'), ['a'], 'other')
    expect(await told(fs, {})).toEqual(['found d/a', 'skipped d/a', 'failed d', 'merged d/s'])
    const { moveDirectory: _, ...fixed } = fs
    expect(await told(fixed, { resolve: resolutionOf('first') })).toContain('failed d')
  })
})
