import { describe, expect, test } from 'vitest'
import { memoryOf, treeOf } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { type DeleteEvent, type DeleteFilesOptions, deleteFiles } from './delete-files.js'

const FILES = { a: '1', 'd/b': '2', 'd/e/c': '3', z: '4' }

async function told(fs: Fs, options: DeleteFilesOptions = {}) {
  const events: string[] = []
  const tell = (event: DeleteEvent) => events.push(`${event.type} ${event.type === 'failed' ? event.path : event.object.path}`)
  const failures = await deleteFiles(fs, { ...options, report: tell })
  return { events: events.sort(), failures }
}

/** Removes by batches alone; what `answers` says of a path comes instead. */
function inBatches(fs: Fs, answers: Readonly<Record<string, FsError | 'no answer'>>, sizes: number[]): Fs {
  return {
    ...fs,
    removeMany: async function* (objects, options) {
      sizes.push(objects.length)
      for (const object of objects) {
        const answer = answers[object.path]
        if (answer === 'no answer') continue
        if (answer === undefined) await fs.remove(object, options)
        yield { object: { ...object }, ...(answer !== undefined && { error: answer }) }
      }
    },
  }
}

describe('deleteFiles', () => {
  test('deletes files and leaves directories', async () => {
    const fs = await memoryOf(FILES, ['empty'])
    expect((await told(fs)).events).toEqual(['deleted a', 'deleted d/b', 'deleted d/e/c', 'deleted z'])
    expect(await treeOf(fs)).toEqual({ files: {}, directories: ['d', 'd/e', 'empty'] })
  })

  test('a dry run tells what would go', async () => {
    const fs = await memoryOf(FILES)
    expect((await told(fs, { dryRun: true })).events).toEqual(['planned a', 'planned d/b', 'planned d/e/c', 'planned z'])
    expect(Object.keys((await treeOf(fs)).files)).toHaveLength(4)
  })

  test('only what the filter wants goes, or only the one file', async () => {
    const fs = await memoryOf(FILES)
    await told(fs, { filter: { ...everything, object: ({ path }) => path.startsWith('d/') } })
    expect(Object.keys((await treeOf(fs)).files)).toEqual(['a', 'z'])
    await told(fs, { only: [await fs.stat(fsPath('z'))] })
    expect(Object.keys((await treeOf(fs)).files)).toEqual(['a'])
  })

  test('a file that cannot go is counted, one that is gone is not, and the others go', async () => {
    const fs = await memoryOf(FILES)
    const denied = new FsError('denied', 'locked')
    const stubborn: Fs = {
      ...fs,
      remove: async (object, options) => {
        if (object.path === 'a') throw denied
        await fs.remove(object, options)
        if (object.path === 'z') throw new FsError('not-found', 'somebody was faster')
      },
    }
    const { events, failures } = await told(stubborn)
    expect(events).toEqual(['deleted d/b', 'deleted d/e/c', 'failed a'])
    expect(failures).toEqual({ failed: 1, temporary: 0, firstError: denied })
  })

  test('goes in batches where the service takes them; what one leaves open is tried by itself', async () => {
    const names = Object.fromEntries(Array.from({ length: 1500 }, (_, at) => [`f${at}`, 'x']))
    const fs = await memoryOf(names)
    const sizes: number[] = []
    const answers = { f3: 'no answer', f4: new FsError('unavailable', 'busy'), f5: new FsError('denied', 'locked') } as const
    const { events, failures } = await told(inBatches(fs, answers, sizes))
    expect(sizes.sort()).toEqual([1000, 500])
    expect(failures).toMatchObject({ failed: 1, firstError: { kind: 'denied' } })
    expect(events).toHaveLength(1500)
    expect(Object.keys((await treeOf(fs)).files)).toEqual(['f5'])
  })

  test('an interruption ends it with the reason', async () => {
    const reason = new Error('enough')
    const stop = new AbortController()
    const fs = await memoryOf(FILES)
    const report = () => stop.abort(reason)
    await expect(deleteFiles(fs, { signal: stop.signal, checkers: 1, report })).rejects.toBe(reason)
    expect(Object.keys((await treeOf(fs)).files).length).toBeGreaterThan(0)
  })
})
