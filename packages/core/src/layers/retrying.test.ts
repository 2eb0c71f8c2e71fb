import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { failing, watched } from '../../test/faults.js'
import { memoryOf, treeOf } from '../../test/memory.js'
import { type ByteRange, type ByteSource, bytesSource, readAll, resolveRange } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs, OpenOptions } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import type { RetryPolicy } from '../http/retry.js'
import type { Method } from './intercept.js'
import { retrying } from './retrying.js'
import { subdirectory } from './subdirectory.js'

const FAST: RetryPolicy = { attempts: 4, firstDelay: 0, longestDelay: 0, longestRetryAfter: 0 }
const silent = () => {}
const path = fsPath('a')
const text = (words: string) => bytesSource(Buffer.from(words))
const unavailable = (details = {}) => new FsError('unavailable', 'gone for a moment', details)

/** An Fs whose `method` fails the first `times`: before it did its work, or after, when only the answer is lost. */
function shaky(
  inner: Fs,
  method: Method,
  times: number,
  when: 'before' | 'after' = 'before',
  error: () => unknown = unavailable,
): { fs: Fs; tries: () => number } {
  let tries = 0
  const original = inner[method] as (...args: unknown[]) => Promise<unknown>
  const shaken = async (...args: unknown[]) => {
    const fails = ++tries <= times
    if (fails && when === 'before') throw error()
    const answer = await original(...args)
    if (fails) throw error()
    return answer
  }
  return { fs: { ...inner, [method]: shaken }, tries: () => tries }
}

const waited: number[] = []
vi.mock('node:timers/promises', () => ({
  setTimeout: async (delay: number, _value: unknown, options: { signal?: AbortSignal }) => {
    waited.push(delay)
    options.signal?.throwIfAborted()
  },
}))
beforeEach(() => {
  waited.length = 0
})

describe('calls', () => {
  test.each([0, 1, 3])('that fail temporarily %d times are answered in the end', async (times) => {
    const inner = await memoryOf({ a: 'x' })
    const { fs, tries } = shaky(inner, 'stat', times)
    expect(await retrying(fs, FAST, silent).stat(path)).toEqual(await inner.stat(path))
    expect(tries()).toBe(times + 1)
  })

  test('are tried no more often than allowed; the last error is spent, and no level above repeats it', async () => {
    const { fs, tries } = shaky(await memoryOf({ a: 'x' }), 'stat', 100)
    await expect(retrying(retrying(fs, FAST, silent), FAST, silent).stat(path)).rejects.toMatchObject({ kind: 'unavailable', spent: true })
    expect(tries()).toBe(4)
  })

  test.each([
    new FsError('not-found', 'm'),
    new FsError('unexpected', 'm'),
    new FsError('unavailable', 'm', { temporary: false }),
    Object.assign(unavailable(), { spent: true }),
    new TypeError('m'),
  ])('are not repeated after %s', async (error) => {
    const { fs, tries } = shaky(await memoryOf({ a: 'x' }), 'stat', 100, 'before', () => error)
    await expect(retrying(fs, FAST, silent).stat(path)).rejects.toBe(error)
    expect(tries()).toBe(1)
  })

  test('move and moveDirectory are done once', async () => {
    const inner = await memoryOf({ a: 'x' })
    const { fs, tries } = shaky(inner, 'move', 1)
    await expect(retrying(fs, FAST, silent).move?.(await inner.stat(path), fsPath('b'))).rejects.toMatchObject({ spent: false })
    expect(tries()).toBe(1)
  })

  test('a listing is not repeated, and a missing method stays absent', async () => {
    let lists = 0
    const inner = failing(await memoryOf(), ({ method }) => {
      if (method === 'list') lists++
      return method === 'list' ? unavailable() : undefined
    })
    const fs = retrying(inner, FAST, silent)
    await expect(Array.fromAsync(fs.list(fsPath('')))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(lists).toBe(1)
    expect('hash' in fs).toBe(false)
    const { copy: _copy, ...without } = inner
    expect('copy' in retrying(without, FAST, silent)).toBe(false)
  })
})

describe('an answer that was lost', () => {
  test.each<[Method, (fs: Fs) => Promise<unknown> | undefined]>([
    ['remove', async (fs) => fs.remove(await fs.stat(path))],
    ['rmdir', (fs) => fs.rmdir(fsPath('d'))],
    ['purge', (fs) => fs.purge?.(fsPath('d'))],
  ])('%s that finds nothing the second time is done', async (method, act) => {
    const inner = await memoryOf({ a: 'x' }, ['d'])
    const { fs, tries } = shaky(inner, method, 1, 'after')
    await act(retrying(fs, FAST, silent))
    expect(tries()).toBe(2)
  })

  test.each<[Method, (fs: Fs) => Promise<unknown> | undefined]>([
    ['remove', (fs) => fs.remove({ kind: 'object', path: fsPath('none') })],
    ['rmdir', (fs) => fs.rmdir(fsPath('none'))],
    ['purge', (fs) => fs.purge?.(fsPath('none'))],
  ])('%s that finds nothing the first time is not-found', async (_method, act) => {
    await expect(act(retrying(await memoryOf(), FAST, silent))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('mkdir that finds it made answers with the directory, also through a narrowed Fs', async () => {
    const inner = await memoryOf()
    let made = false
    const fs: Fs = {
      ...inner,
      mkdir: async (directory) => {
        if (made) throw new FsError('already-exists', 'the bucket exists')
        made = true
        await inner.mkdir(directory)
        throw unavailable()
      },
    }
    expect(await subdirectory(retrying(fs, FAST, silent), fsPath('d')).mkdir(fsPath('e'))).toMatchObject({ kind: 'directory', path: 'e' })
  })

  test('put and copy that find just what they wrote are done', async () => {
    const inner = await memoryOf({ a: 'x' })
    const put = shaky(inner, 'put', 2, 'after')
    const stored = await retrying(put.fs, FAST, silent).put(fsPath('b'), text('new'), { modTime: 5n, replaces: 'nothing' })
    expect(stored).toEqual(await inner.stat(fsPath('b')))
    const copy = shaky(inner, 'copy', 1, 'after')
    const copied = await retrying(copy.fs, FAST, silent).copy?.(await inner.stat(path), fsPath('c'), { replaces: 'nothing' })
    expect(copied).toEqual(await inner.stat(fsPath('c')))
  })

  test.each([
    ['other bytes', 'xyz', 5n],
    ['another time', 'new', 6n],
    ['another size', 'newer', 5n],
  ])('put that finds %s is a conflict, and leaves what is there', async (_what, other, modTime) => {
    const inner = await memoryOf()
    let tries = 0
    const fs: Fs = {
      ...inner,
      put: async (to, source, options) => {
        if (++tries > 1) return inner.put(to, source, options)
        options?.transfer?.sent({ md5: '22af645d1859cb5ca6da0c484f1f37ea' })
        await inner.put(to, text(other), { modTime })
        throw unavailable()
      },
    }
    const transfer = { hashes: ['md5'], take: () => {}, sent: () => {} }
    const options = { modTime: 5n, replaces: 'nothing' as const, ...(other === 'xyz' && { transfer }) }
    await expect(retrying(fs, FAST, silent).put(path, text('new'), options)).rejects.toMatchObject({ kind: 'precondition-failed' })
    expect((await treeOf(inner)).files).toEqual({ a: { text: other, modTime } })
  })

  test('a conflict with what has gone again is a conflict, not not-found', async () => {
    const inner = await memoryOf()
    const { fs } = shaky(inner, 'put', 1)
    const conflicting = failing(fs, ({ method }) =>
      method === 'put' && conflicts-- === 0 ? new FsError('precondition-failed', 'm') : undefined,
    )
    let conflicts = 1
    await expect(retrying(conflicting, FAST, silent).put(path, text('x'), { modTime: 1n })).rejects.toMatchObject({
      kind: 'precondition-failed',
    })
  })
})

describe('put', () => {
  test('opens its source again, when that can be', async () => {
    const inner = await memoryOf()
    let opened = 0
    const source = (repeatable: boolean): ByteSource => ({
      repeatable,
      open: async function* () {
        yield Buffer.from('first')
        if (++opened < 3) throw unavailable()
        yield Buffer.from('second')
      },
    })
    await expect(retrying(inner, FAST, silent).put(path, source(false))).rejects.toMatchObject({ kind: 'unavailable', spent: false })
    expect(opened).toBe(1)
    await retrying(inner, FAST, silent).put(path, source(true), { modTime: 0n })
    expect((await treeOf(inner)).files).toEqual({ a: { text: 'firstsecond', modTime: 0n } })
  })

  test('hands on digests and counts of each try', async () => {
    const inner = await memoryOf()
    const sent: unknown[] = []
    let tries = 0
    const fs: Fs = {
      ...inner,
      put: async (to, source, options) => {
        await options?.transfer?.take(3)
        options?.transfer?.sent({ md5: String(++tries) })
        if (tries === 1) throw unavailable()
        return inner.put(to, source, options)
      },
    }
    await retrying(fs, FAST, silent).put(path, text('new'), {
      transfer: { hashes: [], take: (bytes) => void sent.push(bytes), sent: (digests) => void sent.push(digests) },
    })
    expect(sent).toEqual([3, { md5: '1' }, 3, { md5: '2' }])
  })
})

/** An Fs whose bodies break after the numbers of bytes in `breaks`, one after the other, then no more. */
function breaking(inner: Fs, breaks: number[], asked: (range: ByteRange | undefined) => void = silent): Fs {
  return {
    ...inner,
    open: async function* (object: FsObject, options: OpenOptions = {}) {
      asked(options.range)
      const left = breaks.shift()
      const body = await readAll(inner.open(object, options))
      for (let at = 0; at < body.length; at += 3) {
        if (left !== undefined && at + 3 > left) {
          if (left > at) yield body.slice(at, left)
          break
        }
        yield body.slice(at, at + 3)
      }
      if (left !== undefined) throw unavailable()
    },
  }
}

describe('open', () => {
  const WORDS = '0123456789'
  const ranges = fc.option(
    fc.oneof(fc.record({ start: fc.nat(12) }), fc.record({ start: fc.nat(12), end: fc.nat(12) }), fc.record({ last: fc.nat(12) })),
    {
      nil: undefined,
    },
  )

  test('goes on at the byte it reached, wherever the body breaks, and gives exactly the bytes asked for', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, fc.array(fc.nat(11), { maxLength: 6 }), async (range, breaks) => {
        const inner = await memoryOf({ a: WORDS })
        // A break that brings nothing is a failed try; more than three in a row would be the end.
        fc.pre(breaks.every((_, at) => breaks.slice(at, at + 4).some((bytes) => bytes > 0) || at + 4 > breaks.length))
        const fs = retrying(breaking(inner, [...breaks]), { ...FAST, attempts: 20 }, silent)
        const { start, end } = resolveRange(range, WORDS.length)
        const body = await readAll(fs.open(await inner.stat(path), range === undefined ? {} : { range }))
        expect(Buffer.from(body).toString()).toBe(WORDS.slice(start, end))
      }),
      { numRuns: 300 },
    )
  })

  test('asks only for what is left', async () => {
    const inner = await memoryOf({ a: WORDS })
    const asked: unknown[] = []
    const fs = retrying(
      breaking(inner, [4, 2, 0], (range) => asked.push(range)),
      FAST,
      silent,
    )
    expect(Buffer.from(await readAll(fs.open(await inner.stat(path), { range: { last: 9 } }))).toString()).toBe('123456789')
    expect(asked).toEqual([{ last: 9 }, { start: 5, end: 10 }, { start: 7, end: 10 }, { start: 7, end: 10 }])
  })

  test('progress starts the counting of tries anew; without any the tries end', async () => {
    const inner = await memoryOf({ a: WORDS })
    const object = await inner.stat(path)
    const steps = retrying(breaking(inner, [1, 1, 1, 1, 1, 1, 1]), { ...FAST, attempts: 2 }, silent)
    expect(Buffer.from(await readAll(steps.open(object))).toString()).toBe(WORDS)
    const asked: unknown[] = []
    const stuck = retrying(
      breaking(inner, [3, 0, 0, 0, 0, 0, 0], (range) => asked.push(range)),
      FAST,
      silent,
    )
    await expect(readAll(stuck.open(object))).rejects.toMatchObject({ kind: 'unavailable', spent: true })
    expect(asked).toHaveLength(4)
  })

  test('never goes on in a body that may be another one: without a version, a size, or a service that holds to it', async () => {
    const inner = await memoryOf({ a: WORDS })
    const object = await inner.stat(path)
    const { version: _version, ...versionless } = object
    const { size: _size, ...sizeless } = object
    const unconditional: Fs = { ...inner, features: { ...inner.features, conditions: ['put'] } }
    for (const [fs, subject] of [
      [inner, versionless],
      [inner, sizeless],
      [unconditional, object],
    ] as const) {
      const read: Uint8Array[] = []
      const body = retrying(breaking(fs, [4]), FAST, silent).open(subject)
      await expect(
        (async () => {
          for await (const chunk of body) read.push(chunk)
        })(),
      ).rejects.toMatchObject({ kind: 'unavailable', spent: false })
      expect(Buffer.concat(read).toString()).toBe('0123')
      const untouched = retrying(breaking(fs, [0, 0]), FAST, silent).open(subject)
      expect(Buffer.from(await readAll(untouched)).toString()).toBe(WORDS)
    }
  })

  test('an object that changes in between is a conflict, never a mixture', async () => {
    const inner = await memoryOf({ a: WORDS })
    const object = await inner.stat(path)
    const changing = watched(breaking(inner, [4]), () => {})
    const body = retrying(changing, FAST, silent).open(object)[Symbol.asyncIterator]()
    await body.next()
    await inner.put(path, text('abcdefghij'))
    await expect(Array.fromAsync({ [Symbol.asyncIterator]: () => body })).rejects.toMatchObject({ kind: 'precondition-failed' })
  })
})

describe('waiting', () => {
  test('doubles from try to try, at random between half of that and all, and never beyond the longest', async () => {
    const { fs } = shaky(await memoryOf({ a: '' }), 'stat', 6)
    await retrying(fs, { attempts: 7, firstDelay: 100, longestDelay: 1000, longestRetryAfter: 1000 }, silent).stat(path)
    const longest = [100, 200, 400, 800, 1000, 1000]
    expect(waited).toHaveLength(longest.length)
    for (const [at, delay] of waited.entries()) {
      expect(delay).toBeLessThanOrEqual(longest[at] ?? 0)
      expect(delay).toBeGreaterThanOrEqual(Math.min(1000, 50 * 2 ** at))
    }
  })

  test.each([
    [500, 500],
    [50_000, 1000],
  ])('is as long as the service asked, %d ms, but at most %d', async (retryAfter, expected) => {
    const { fs } = shaky(await memoryOf({ a: '' }), 'stat', 1, 'before', () => new FsError('rate-limited', 'slow down', { retryAfter }))
    await retrying(fs, { attempts: 4, firstDelay: 100, longestDelay: 1000, longestRetryAfter: 1000 }, silent).stat(path)
    expect(waited).toEqual([expected])
  })

  test('ends at once with the reason of an abort, and tries no more', async () => {
    const controller = new AbortController()
    const reason = new Error('stop')
    const { fs, tries } = shaky(await memoryOf({ a: '' }), 'stat', 3)
    const slow = retrying(fs, { attempts: 4, firstDelay: 1e6, longestDelay: 1e6, longestRetryAfter: 1e6 }, () => controller.abort(reason))
    await expect(slow.stat(path, { signal: controller.signal })).rejects.toBe(reason)
    const body = retrying(breaking(fs, [0]), { attempts: 4, firstDelay: 1e6, longestDelay: 1e6, longestRetryAfter: 1e6 }, silent)
    await expect(readAll(body.open({ kind: 'object', path }, { signal: controller.signal }))).rejects.toBe(reason)
    expect(tries()).toBe(1)
  })

  test('each further try is told to the log', async () => {
    const lines: unknown[][] = []
    const { fs } = shaky(await memoryOf({ a: '' }), 'stat', 2)
    await retrying(fs, FAST, (...line) => lines.push(line)).stat(path)
    expect(lines.map(([level, , about]) => [level, about])).toEqual([
      ['debug', 'a'],
      ['debug', 'a'],
    ])
    expect(lines[0]?.[1]).toMatch(/stat.*2 of 4.*gone for a moment/)
  })
})
