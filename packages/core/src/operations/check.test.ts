import { quirky } from '@tranship/testkit'
import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { type CheckOptions, check } from './check.js'

/** Verdicts, sorted, each in rclone's marks. */
async function verdicts(src: Fs, dst: Fs, options: Omit<CheckOptions, 'report'> = {}): Promise<string[]> {
  const found: string[] = []
  await check(src, dst, {
    ...options,
    report: async (verdict) => {
      await Promise.resolve()
      if (verdict.is === 'same') found.push(`= ${verdict.path}${verdict.unhashed ? ' (unhashed)' : ''}`)
      else if (verdict.is === 'different') found.push(`* ${verdict.path} (${verdict.why})`)
      else if (verdict.is === 'missing-on-dst') found.push(`+ ${verdict.path}`)
      else if (verdict.is === 'missing-on-src') found.push(`- ${verdict.path}`)
      else found.push(`${verdict.is} ${verdict.path}`)
    },
  })
  return found.sort()
}

const SOURCE = { same: 'x', 'a/hash': 'one', 'a/size': 'four', 'only/src': 's', clash: 'c' }
const TARGET = { same: 'x', 'a/hash': 'two', 'a/size': 'fourth', 'only/dst': 'd', 'clash/in': 'c' }

/** Without the hashes that every other Fs of these tests has. */
function unhashed(fs: Fs): Fs {
  return { ...fs, features: { ...fs.features, hashes: [] } }
}

/** One file of it cannot be read, and its service has no hash of it. */
function unreadable(fs: Fs, path: string): Fs {
  return {
    ...fs,
    open: async function* (object, options): Bytes {
      if (object.path === path) throw new FsError('denied', 'locked', { path })
      yield* fs.open(object, options)
    },
  }
}

describe('check', () => {
  test('finds what differs by size or hash, and what only one side has', async () => {
    const [src, dst] = [await memoryOf(SOURCE), await memoryOf(TARGET)]
    const both = ['* a/hash (hash)', '* a/size (size)', '+ clash', '+ only/src', '= same']
    expect(await verdicts(src, dst)).toEqual([...both.slice(0, 4), '- clash/in', '- only/dst', '= same'])
    expect(await verdicts(src, dst, { oneWay: true })).toEqual(both)
  })

  test('compares the bytes when asked to, and of different sizes nothing but these', async () => {
    const [src, dst] = [await memoryOf(SOURCE), await memoryOf(TARGET)]
    const found = await verdicts(unhashed(src), unhashed(dst), { download: true, oneWay: true })
    expect(found).toEqual(['* a/hash (content)', '* a/size (size)', '+ clash', '+ only/src', '= same'])
  })

  test('says where only sizes could be compared, and says nothing of it when only these were wanted', async () => {
    const [src, dst] = [unhashed(await memoryOf({ a: 'one' })), await memoryOf({ a: 'two' })]
    expect(await verdicts(src, dst)).toEqual(['= a (unhashed)'])
    expect(await verdicts(src, dst, { sizeOnly: true })).toEqual(['= a'])
  })

  test('a destination that is missing has no files; a source that is missing is an error', async () => {
    const missing = subdirectory(await memoryOf(), fsPath('nosuch'))
    expect(await verdicts(await memoryOf({ a: 'x' }), missing)).toEqual(['+ a'])
    await expect(verdicts(missing, await memoryOf({ a: 'x' }))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('a file that cannot be read is unknown, and the others are compared', async () => {
    const files = { a: 'x', b: 'x' }
    expect(await verdicts(unreadable(await memoryOf(files), 'a'), await memoryOf(files), { download: true })).toEqual(['= b', 'unknown a'])
  })

  test('of a directory that cannot be read there is one verdict, whatever the other side has in it', async () => {
    const { listAll: _, ...fs } = await memoryOf({ 'd/a': 'x', e: 'x' })
    const locked: Fs = {
      ...fs,
      list: async function* (directory, options) {
        if (typeof directory !== 'string' && directory.path === 'd') throw new FsError('denied', 'locked')
        yield* fs.list(directory, options)
      },
    }
    const other = await memoryOf({ 'd/a': 'x', 'd/b/c': 'x', e: 'x' })
    expect(await verdicts(locked, other)).toEqual(['= e', 'unknown d'])
    expect(await verdicts(other, locked)).toEqual(['= e', 'unknown d'])
  })

  test('the Unicode forms of a name are one; upper and lower case are where a side makes no difference', async () => {
    const [src, dst] = [await memoryOf({ 'caf\u00e9/A': 'x' }), await memoryOf({ 'cafe\u0301/A': 'x' })]
    expect(await verdicts(src, dst)).toEqual(['= caf\u00e9/A'])
    const lower = await memoryOf({ 'caf\u00e9/a': 'x' })
    expect(await verdicts(src, lower)).toEqual(['+ caf\u00e9/A', '- caf\u00e9/a'])
    expect(await verdicts(src, quirky(lower, { caseInsensitive: true }))).toEqual(['= caf\u00e9/A'])
  })

  test('one file is looked up, nothing else', async () => {
    const [src, dst] = [await memoryOf({ a: 'x', b: 'x' }), await memoryOf({ a: 'x', c: 'x' })]
    expect(await verdicts(src, dst, { only: [await src.stat(fsPath('a'))] })).toEqual(['= a'])
    expect(await verdicts(src, dst, { only: [await src.stat(fsPath('b'))] })).toEqual(['+ b'])
  })

  test('what the filter leaves out is missing nowhere', async () => {
    const [src, dst] = [await memoryOf(SOURCE), await memoryOf(TARGET)]
    const filter = { ...everything, object: ({ path }: { path: string }) => path.startsWith('a/') }
    expect(await verdicts(src, dst, { filter })).toEqual(['* a/hash (hash)', '* a/size (size)'])
  })

  test('further files of one name are told of and compared with nothing', async () => {
    const twins = quirky(await memoryOf({ a: 'x' }), { duplicates: true })
    await twins.put(fsPath('a'), { size: 1, repeatable: true, open: () => one('y') }, { replaces: 'nothing', modTime: 0n })
    async function* one(text: string): Bytes {
      yield Buffer.from(text)
    }
    const found = await verdicts(twins, await memoryOf({ a: 'x' }))
    expect(found).toHaveLength(2)
    expect(found).toContain('duplicate a')
  })

  test('an interruption ends it with the reason; a report that fails ends it too', async () => {
    const [src, dst] = [await memoryOf(SOURCE), await memoryOf(TARGET)]
    const reason = new Error('enough')
    await expect(verdicts(src, dst, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const report = async () => {
      throw reason
    }
    await expect(check(await memoryOf({ a: 'x' }), await memoryOf({ a: 'x' }), { report })).rejects.toBe(reason)
  })
})
