import { describe, expect, test } from 'vitest'
import { memoryOf, treeOf } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { type TouchEvent, touchFile, touchFiles } from './touch.js'

const modTime = 1_354_040_105_123_456_789n
const OLD = 1_000_000_000n

function noted(): { events: string[]; report(event: TouchEvent): void } {
  const events: string[] = []
  return { events, report: (event) => void events.push(`${event.type} ${event.path}`) }
}

async function timesOf(fs: Fs): Promise<Record<string, bigint>> {
  return Object.fromEntries(Object.entries((await treeOf(fs)).files).map(([path, { modTime }]) => [path, modTime]))
}

describe('touchFile', () => {
  test('sets the time of a file, and makes an empty one where there is none', async () => {
    const fs = await memoryOf({ a: 'text' })
    const { events, report } = noted()
    await touchFile(fs, fsPath('a'), { modTime, create: true, report })
    await touchFile(fs, fsPath('d/new'), { modTime, create: true, report })
    expect((await treeOf(fs)).files).toEqual({ a: { text: 'text', modTime }, 'd/new': { text: '', modTime } })
    expect(events).toEqual(['touched a', 'created d/new'])
  })

  test('changes nothing in a dry run, and makes no file that is not wanted', async () => {
    const fs = await memoryOf({ a: 'text' })
    const { events, report } = noted()
    await touchFile(fs, fsPath('a'), { modTime, create: true, dryRun: true, report })
    await touchFile(fs, fsPath('new'), { modTime, create: true, dryRun: true, report })
    await touchFile(fs, fsPath('new'), { modTime, create: false, report })
    expect(await timesOf(fs)).toEqual({ a: OLD })
    expect(events).toEqual(['planned a', 'planned new', 'left-missing new'])
  })

  test('a directory is refused, and so is a storage that cannot set a time', async () => {
    const { setModTime: _, ...fs } = await memoryOf({ 'd/a': '' })
    await expect(touchFile(fs, fsPath('d'), { modTime, create: true })).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(touchFile(fs, fsPath('d/a'), { modTime, create: true })).rejects.toMatchObject({ kind: 'unsupported' })
  })
})

describe('touchFiles', () => {
  const FILES = { a: '', b: '', 'd/c': '' }

  test('sets the times of what is in a directory, or of all below it', async () => {
    const fs = await memoryOf(FILES)
    await touchFiles(fs, { modTime, recursive: false })
    expect(await timesOf(fs)).toEqual({ a: modTime, b: modTime, 'd/c': OLD })
    await touchFiles(fs, { modTime: 7n, recursive: true, filter: { ...everything, object: ({ path }) => path !== 'a' } })
    expect(await timesOf(fs)).toEqual({ a: modTime, b: 7n, 'd/c': 7n })
  })

  test('goes on past what fails, and counts it', async () => {
    const fs = await memoryOf(FILES)
    const stubborn: Fs = {
      ...fs,
      setModTime: async (entry, time, options) => {
        if (entry.path === 'b') throw new FsError('unavailable', 'busy')
        return (await fs.setModTime?.(entry, time, options)) ?? entry
      },
    }
    const { events, report } = noted()
    const failures = await touchFiles(stubborn, { modTime, recursive: true, report })
    expect(failures).toMatchObject({ failed: 1, temporary: 1 })
    expect(events.sort()).toEqual(['failed b', 'touched a', 'touched d/c'])
  })
})
