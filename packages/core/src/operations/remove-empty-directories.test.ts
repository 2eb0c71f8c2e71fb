import { quirky } from '@tranship/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryOf, treeOf, trees } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { isBelow, type ROOT } from '../fs/path.js'
import { type RemoveEmptyDirectoriesOptions, removeEmptyDirectories } from './remove-empty-directories.js'

async function told(fs: Fs, options: RemoveEmptyDirectoriesOptions = {}): Promise<string[]> {
  const events: string[] = []
  await removeEmptyDirectories(fs, { ...options, report: ({ type, path }) => void events.push(`${type} ${path}`) })
  return events
}

describe('removeEmptyDirectories', () => {
  test('leaves just the directories with a file below them', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.boolean(), async ({ files, directories }, unordered) => {
        const fs = await memoryOf(files, directories)
        const { firstError } = await removeEmptyDirectories(quirky(fs, { unordered }), { leaveRoot: true })
        expect(firstError).toBeUndefined()
        const left = await treeOf(fs)
        expect(Object.keys(left.files).sort()).toEqual(Object.keys(files).sort())
        for (const directory of left.directories) {
          expect(
            Object.keys(files).some((path) => isBelow(path as typeof ROOT, directory as typeof ROOT)),
            directory,
          ).toBe(true)
        }
      }),
    )
  })

  test('the deepest go first, the root last, if it may', async () => {
    const fs = await memoryOf({}, ['a/b/c', 'd'])
    const planned = await told(fs, { dryRun: true, checkers: 1 })
    expect(planned).toEqual(['planned a/b/c', 'planned a/b', 'planned a', 'planned d', 'planned '])
    expect(await told(fs, { leaveRoot: true, checkers: 1 })).toEqual(['removed a/b/c', 'removed a/b', 'removed a', 'removed d'])
    expect(await told(await memoryOf({ 'a/f': '' }, ['a/b']))).toEqual(['removed a/b'])
  })

  test('a parent waits for all of its children, however slow', async () => {
    const fs = await memoryOf({}, ['a/b', 'a/c', 'a/d', 'e/f'])
    const slow: Fs = {
      ...fs,
      rmdir: async (directory, options) => {
        await new Promise((resolve) => setTimeout(resolve, typeof directory !== 'string' && directory.path === 'a/c' ? 20 : 1))
        return fs.rmdir(directory, options)
      },
    }
    expect((await removeEmptyDirectories(slow)).failed).toBe(0)
    expect((await treeOf(fs)).directories).toEqual([])
  })

  test('what the filter leaves out stays, and so does what it stands in', async () => {
    const fs = await memoryOf({}, ['a/keep', 'b/c'])
    const filter = { ...everything, emptyDirectory: (path: string) => !path.endsWith('keep') }
    expect((await told(fs, { filter })).sort()).toEqual(['removed b', 'removed b/c'])
  })

  test('so does what is deeper than may be looked', async () => {
    const fs = await memoryOf({}, ['a/b', 'c'])
    expect(await told(fs, { maxDepth: 1, leaveRoot: true })).toEqual(['removed c'])
    expect(await told(fs, { maxDepth: 2, checkers: 1 })).toEqual(['removed a/b', 'removed a', 'removed '])
  })

  test('a directory that cannot be read stays, with those above it, and counts as an error', async () => {
    const { listAll: _, ...fs } = await memoryOf({}, ['a/locked', 'b'])
    const locked: Fs = {
      ...fs,
      list: async function* (directory, options) {
        if (typeof directory !== 'string' && directory.path === 'a/locked') throw new FsError('denied', 'locked')
        yield* fs.list(directory, options)
      },
    }
    const events: string[] = []
    const failures = await removeEmptyDirectories(locked, { report: ({ type, path }) => void events.push(`${type} ${path}`) })
    expect(events).toEqual(['failed a/locked', 'removed b'])
    expect(failures).toMatchObject({ failed: 1, firstError: { kind: 'denied' } })
  })
})
