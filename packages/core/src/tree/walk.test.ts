import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failing, unreadable } from '../../test/faults.js'
import { walked } from '../../test/flat.js'
import { entriesOf, memoryOf, trees } from '../../test/memory.js'
import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { orderKey } from '../fs/order.js'
import { type FsPath, fsPath, joinPath, parentOf, ROOT } from '../fs/path.js'
import { walk } from './walk.js'

const keysOf = async (pages: AsyncIterable<Page>) => (await entriesOf(pages)).map(orderKey)

const inUtf8Order = (keys: readonly string[]) => keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))

/** Lists each directory backwards, in pages of one, with empty pages between. */
function backwards(inner: Fs): Fs {
  return {
    ...inner,
    features: { ...inner.features, listingOrder: 'none' },
    list: async function* (directory, options) {
      for (const entry of (await entriesOf(inner.list(directory, options))).toReversed()) yield* [[], [entry]]
    },
  }
}

describe('walk', () => {
  test('tells everything in path order, however the directories are listed', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.nat(10), async (tree, readAhead) => {
        const expected = new Set(Object.keys(tree.files))
        for (const directory of tree.directories) expected.add(`${directory}/`)
        for (const key of [...expected]) {
          for (let above = parentOf(key.replace(/\/$/, '') as FsPath); above !== ROOT; above = parentOf(above)) expected.add(`${above}/`)
        }
        const fs = await memoryOf(tree.files, tree.directories)
        expect(await keysOf(walk(fs, ROOT, { readAhead }))).toEqual(inUtf8Order([...expected]))
        expect(await keysOf(walk(backwards(fs), ROOT, { readAhead }))).toEqual(inUtf8Order([...expected]))
      }),
    )
  })

  test('of a directory tells only what is below it', async () => {
    const fs = await memoryOf({ 'a/b/c': '', 'a/bc': '', 'a/d': '' }, ['a/b/e'])
    expect(await keysOf(walk(fs, fsPath('a/b')))).toEqual(['a/b/c', 'a/b/e/'])
  })

  test('gives pages of bounded size', async () => {
    const fs = await memoryOf(Object.fromEntries(Array.from({ length: 2500 }, (_, at) => [`${at % 7}/${at}`, ''])))
    const sizes = (await Array.fromAsync(walk(fs, ROOT))).map((page) => page.length)
    expect(sizes).toEqual([1000, 1000, 507])
  })

  test('a directory that is too large to hold is told like any other, and what was kept of it is gone when the loop is left', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'tranship-walk-'))
    const entries: FsEntry[] = Array.from({ length: 20_000 }, (_, at) => ({
      kind: at % 1000 === 7 ? 'directory' : 'object',
      path: fsPath(`wide/${(at * 7919) % 20_000}`),
    }))
    const inner = await memoryOf({ 'above/x': '', 'wide/x': '', 'zero/x': '' })
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        const path = typeof directory === 'string' ? directory : directory.path
        if (path === 'wide') for (let at = 0; at < entries.length; at += 500) yield entries.slice(at, at + 500)
        else if (path.startsWith('wide/')) yield [{ kind: 'object', path: joinPath(path, 'leaf') }]
        else yield* inner.list(directory, options)
      },
    }
    const leaves = entries.flatMap(({ kind, path }) => (kind === 'directory' ? [`${path}/leaf`] : []))
    const expected = inUtf8Order(['above/', 'above/x', 'wide/', ...entries.map(orderKey), ...leaves, 'zero/', 'zero/x'])
    for (const options of [{}, { scratch: { directory: scratch, memory: 0 } }]) {
      expect(await keysOf(walk(fs, ROOT, options))).toEqual(expected)
      for await (const page of walk(fs, ROOT, options)) if (page.length > 0) break
    }
    expect(await readdir(scratch)).toEqual([])
    await rm(scratch, { recursive: true })
  })

  test('lists nothing further ahead while very many entries wait for their turn', async () => {
    const begun: string[] = []
    const inner = await memoryOf(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}/x`, ''])))
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        if (typeof directory !== 'string') begun.push(directory.path)
        yield* inner.list(directory, options)
        if (typeof directory === 'string') return
        for (let at = 0; at < 6; at++) {
          yield Array.from({ length: 1000 }, (_, n) => ({ kind: 'object', path: joinPath(directory.path, `${at}-${n}`) }))
        }
      },
    }
    for await (const _page of walk(fs, ROOT, { readAhead: 2 })) {
      expect(begun.length).toBeLessThanOrEqual(3)
      break
    }
    expect(await keysOf(walk(fs, ROOT))).toHaveLength(8 + 8 * 6001)
  })

  test('enters only the directories that it is let into, and tells nothing in those that are skipped', async () => {
    const fs = await memoryOf({ 'a/b/x': '', 'a/c': '', 'd/.skip': '', 'd/e/x': '', 'f/x': '' })
    const asked: string[] = []
    const listed: string[] = []
    const enter = (directory: FsPath) => {
      asked.push(directory)
      return directory !== 'a/b'
    }
    const skips = (directory: FsPath, entries: Page) => {
      listed.push(directory)
      return entries.some(({ path }) => path.endsWith('/.skip'))
    }
    expect(await keysOf(walk(fs, ROOT, { enter, skips }))).toEqual(['a/', 'a/b/', 'a/c', 'f/', 'f/x'])
    expect(asked.sort()).toEqual(['a', 'a/b', 'd', 'f'])
    expect(listed.sort()).toEqual(['', 'a', 'd', 'f'])
  })

  test('puts an unreadable entry in place of what it could not list, and goes on', async () => {
    const fs = unreadable(await memoryOf({ 'a/x': '', 'b/x': '', 'b/c/x': '', 'd/x': '' }), 'b')
    const entries = await entriesOf(walk(fs, ROOT))
    expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'directory a',
      'object a/x',
      'directory b',
      'unreadable b',
      'directory d',
      'object d/x',
    ])
    expect(entries[3]).toMatchObject({ cause: { kind: 'denied', path: 'b' } })
  })

  test('takes nothing from a listing that ends in an error', async () => {
    const inner = await memoryOf({ 'a/x': '', 'b/x': '' })
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        yield* inner.list(directory, options)
        if (typeof directory !== 'string' && directory.path === 'a') throw new TypeError('broken pipe')
      },
    }
    const entries = await entriesOf(walk(fs, ROOT))
    expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['directory a', 'unreadable a', 'directory b', 'object b/x'])
    expect(entries[1]).toMatchObject({ cause: { kind: 'unexpected', path: 'a', message: 'broken pipe' } })
  })

  test('fails when its own directory cannot be listed', async () => {
    const fs = await memoryOf({ 'a/x': '' })
    await expect(keysOf(walk(unreadable(fs, ''), ROOT))).rejects.toMatchObject({ kind: 'denied' })
    await expect(keysOf(walk(fs, fsPath('b')))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('refuses names that are no path, and what is not one level down, and goes on', async () => {
    const inner = await memoryOf({ 'a/x': '', 'b/x': '' })
    const names = ['a/..', 'a/../../etc', '/etc/x', 'a//b', 'a/\0', 'a/\ud800', '', '.', 'b/y', 'a/x/y', 'a']
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        yield* inner.list(directory, options)
        if (typeof directory !== 'string' && directory.path === 'a') yield names.map((path) => ({ kind: 'object', path: path as FsPath }))
      },
    }
    const entries = await entriesOf(walk(fs, ROOT))
    expect(entries.filter(({ kind }) => kind !== 'unreadable').map(orderKey)).toEqual(['a/', 'a/x', 'b/', 'b/x'])
    expect(entries.filter(({ kind }) => kind === 'unreadable')).toHaveLength(names.length)
  })

  test('lists no more directories ahead than it may, one after the other when none', async () => {
    const inner = walked(
      await memoryOf(
        Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`${[...at.toString(4).padStart(3, '0')].join('/')}/x`, ''])),
      ),
    )
    for (const readAhead of [0, 1, 3]) {
      let underWay = 0
      let most = 0
      const fs: Fs = {
        ...inner,
        list: async function* (directory, options) {
          most = Math.max(most, ++underWay)
          await turn()
          yield* inner.list(directory, options)
          underWay--
        },
      }
      expect(await keysOf(walk(fs, ROOT, { readAhead }))).toHaveLength(64 + 4 + 16 + 64)
      expect(most).toBeGreaterThanOrEqual(Math.max(1, readAhead))
      expect(most).toBeLessThanOrEqual(readAhead + 1)
    }
  })

  test('an abort rejects the pending pull with its reason; what was listed ahead leaves no unhandled rejection', async () => {
    const inner = await memoryOf({ 'a/x': '', 'b/x': '', 'c/x': '' })
    const controller = new AbortController()
    const reason = new Error('stop')
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        if (typeof directory !== 'string') await aborted(options?.signal)
        yield* inner.list(directory, options)
      },
    }
    const reading = keysOf(walk(fs, ROOT, { signal: controller.signal }))
    await turn()
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    await expect(
      keysOf(
        walk(
          failing(inner, () => reason),
          ROOT,
          { signal: controller.signal },
        ),
      ),
    ).rejects.toBe(reason)
    await turn()
  })

  test('leaving the loop ends the listings that were begun ahead', async () => {
    const inner = await memoryOf({
      'a/x': '',
      'b/x': '',
      'c/x': '',
      ...Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`a/${at}`, ''])),
    })
    let waiting = 0
    const fs: Fs = {
      ...inner,
      list: async function* (directory, options) {
        if (typeof directory !== 'string' && directory.path !== 'a') {
          waiting++
          await aborted(options?.signal).finally(() => waiting--)
        }
        yield* inner.list(directory, options)
      },
    }
    for await (const page of walk(fs, ROOT)) {
      expect(page).toHaveLength(1000)
      expect(waiting).toBe(2)
      break
    }
    await turn()
    expect(waiting).toBe(0)
  })
})

/** Never answers; rejects when it is aborted. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

test('a directory that goes away meanwhile is unreadable, not empty', async () => {
  const fs = failing(await memoryOf({ 'a/x': '' }), ({ method, args }) =>
    method === 'list' && args[0] !== '' ? new FsError('not-found', 'no such directory') : undefined,
  )
  expect((await entriesOf(walk(fs, ROOT))).map(({ kind, path }) => `${kind} ${path}`)).toEqual(['directory a', 'unreadable a'])
})
