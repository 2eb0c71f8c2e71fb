import assert from 'node:assert/strict'
import { type Fs, type FsObject, fsPath, isFsError, type OperationOptions, ROOT } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { absent, failsWith, soon, statAt } from '../expect.js'
import type { Scratch } from '../scratch.js'
import { bytesOf, sized, stalling } from '../sources.js'
import { drain, pathsBelow, read, textAt, write } from '../tree.js'

/** Bytes that no backend hands out in two chunks. */
const LARGE = 4 * 1024 ** 2

/** How often a put is cut off, each time later. */
const MOMENTS = 10

export const cancellationChecks: readonly Check[] = [
  {
    name: 'cancellation: before it begins',
    sentence: 'An aborted signal rejects every call and every pull with its reason, and nothing is done.',
    appliesTo: always,
    run: async ({ fs }) => {
      const object = await write(fs, 'd/file', 'content', { modTime: 1_354_040_105_000_000_000n })
      await write(fs, 'd/kept')
      const before = [await statAt(fs, object.path), await pathsBelow(fs)]
      const reason = new Error('cancelled before')
      const signal = AbortSignal.abort(reason)
      const problems: string[] = []
      for (const [method, call] of Object.entries(callsOf(fs, object, { signal }))) {
        await soon(failsWith(reason, call()), method).catch((error: Error) => problems.push(`${method}: ${error.message}`))
      }
      assert.deepEqual(problems, [])
      assert.deepEqual([await statAt(fs, object.path), await pathsBelow(fs)], before)
    },
  },
  {
    name: 'cancellation: a put under way',
    sentence: 'An aborted put rejects at once with the reason of its signal, and leaves the old object and nothing else.',
    appliesTo: always,
    run: async (scratch) => {
      const { fs, partSize } = scratch
      const size = 2 * partSize + 2
      await write(fs, 'old', 'the old one')
      for (let moment = 0; moment < MOMENTS; moment++) {
        const sent = Math.floor((size * moment) / MOMENTS)
        await cutOff(scratch, 'old', sent, size)
        await cutOff(scratch, 'new', sent, size)
      }
      assert.equal(await textAt(fs, 'old'), 'the old one')
      await absent(fs, 'new')
      assert.deepEqual(await pathsBelow(fs), ['old'])
    },
  },
  {
    name: 'cancellation: a put at any time',
    sentence: 'An aborted put rejects at once, and leaves the old object, or the new one where the service does it all the same.',
    appliesTo: always,
    run: async ({ fs, partSize, leftovers }) => {
      const bodies = [bytesOf(10, 0)]
      await write(fs, 'file', bytesOf(10, 0))
      for (let moment = 0; moment < MOMENTS; moment++) {
        const reason = new Error('cancelled at some time')
        const stop = new AbortController()
        const bytes = bytesOf(partSize + 1 + moment, moment)
        bodies.push(bytes)
        const putting = fs.put(fsPath('file'), sized(bytes), { signal: stop.signal }).then(
          () => undefined,
          (error: unknown) => error,
        )
        setTimeout(() => stop.abort(reason), 3 * moment)
        const error = await soon(putting, 'an aborted put')
        if (error !== undefined) assert.equal(error, reason)
        const after = await bodyAt(fs, 'file')
        assert.ok(
          bodies.some((body) => Buffer.compare(body, after) === 0),
          'it is none of the bodies that were put',
        )
        assert.deepEqual(await leftovers(), [], 'something is left behind')
      }
    },
  },
  {
    name: 'cancellation: a body under way',
    sentence: 'An aborted signal rejects the next pull of a body with its reason.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const size = Math.max(4 * partSize, LARGE)
      const object = await write(fs, 'file', bytesOf(size))
      for (const pulls of [1, 2]) {
        const stop = new AbortController()
        const reason = new Error('cancelled under way')
        let pulled = 0
        const reading = async () => {
          for await (const _chunk of fs.open(object, { signal: stop.signal })) if (++pulled === pulls) stop.abort(reason)
        }
        await soon(failsWith(reason, reading()), 'an aborted body')
      }
      assert.equal((await read(fs, object)).byteLength, size)
    },
  },
  {
    name: 'cancellation: a listing under way',
    sentence: 'An aborted signal rejects the next pull of a listing with its reason, unless everything has come.',
    appliesTo: always,
    run: async ({ fs, pageSize }) => {
      const count = Math.min(pageSize, 100) * 2 + 1
      for (let at = 0; at < count; at++) await write(fs, `d/${at}`, 'x')
      for (const list of [fs.list, ...(fs.listAll ? [fs.listAll] : [])]) {
        const stop = new AbortController()
        const reason = new Error('cancelled under way')
        let told = 0
        const listing = async () => {
          for await (const page of list.call(fs, fsPath('d'), { signal: stop.signal })) {
            if (!stop.signal.aborted) told = page.length
            stop.abort(reason)
          }
        }
        const ended = soon(listing(), 'an aborted listing')
        await ended.catch(() => {})
        if (told < count) await failsWith(reason, ended)
      }
      assert.equal((await pathsBelow(fs)).length, count + 1)
    },
  },
  {
    name: 'cancellation: too late',
    sentence: 'A signal that is aborted after the end changes nothing.',
    appliesTo: always,
    run: async ({ fs }) => {
      const stop = new AbortController()
      const object = await write(fs, 'file', 'content', { signal: stop.signal })
      await read(fs, object, { signal: stop.signal })
      await drain(fs.list(ROOT, { signal: stop.signal }))
      stop.abort(new Error('too late'))
      await new Promise((resolve) => setTimeout(resolve, 10))
      assert.equal(await textAt(fs, 'file'), 'content')
    },
  },
]

/** Every method that an Fs has, ready to be called on an object of "d" (but those that concern more than the place). */
function callsOf(fs: Fs, object: FsObject, options: OperationOptions): Record<string, () => Promise<unknown>> {
  const directory = fsPath('d')
  const to = fsPath('to')
  return {
    list: () => drain(fs.list(directory, options)),
    stat: () => fs.stat(object.path, options),
    open: () => drain(fs.open(object, options)),
    put: () => fs.put(object.path, sized(bytesOf(10)), options),
    'put of something new': () => fs.put(to, sized(bytesOf(10)), options),
    remove: () => fs.remove(object, options),
    mkdir: () => fs.mkdir(to, options),
    rmdir: () => fs.rmdir(directory, options),
    ...(fs.listAll && { listAll: () => drain(fs.listAll?.(directory, options) ?? []) }),
    ...(fs.copy && { copy: async () => fs.copy?.(object, to, options) }),
    ...(fs.move && { move: async () => fs.move?.(object, to, options) }),
    ...(fs.moveDirectory && { moveDirectory: async () => fs.moveDirectory?.(directory, to, options) }),
    ...(fs.removeMany && { removeMany: () => drain(fs.removeMany?.([object], options) ?? []) }),
    ...(fs.setModTime && { setModTime: async () => fs.setModTime?.(object, 0n, options) }),
    ...(fs.setMetadata && { setMetadata: async () => fs.setMetadata?.(object, { a: 'b' }, options) }),
    ...(fs.purge && { purge: async () => fs.purge?.(directory, options) }),
    ...(fs.metadata && { metadata: async () => fs.metadata?.(object, options) }),
    ...(fs.hash && { hash: async () => fs.hash?.({ kind: 'object', path: object.path }, fs.features.hashes[0] ?? 'md5', options) }),
    ...(fs.about && { about: async () => fs.about?.(options) }),
  }
}

/** Aborts a put when its source has given this many bytes and stalls. */
async function cutOff({ fs, leftovers }: Scratch, path: string, sent: number, size: number): Promise<void> {
  const stop = new AbortController()
  const reason = new Error(`cancelled after ${sent} bytes`)
  const source = stalling(bytesOf(sent), size, () => setImmediate(() => stop.abort(reason)))
  await soon(failsWith(reason, fs.put(fsPath(path), source, { signal: stop.signal })), 'an aborted put')
  assert.deepEqual(await leftovers(), [], 'something is left behind')
}

/** The body of what is at a path now. A service may carry out an aborted put while it is looked at. */
async function bodyAt(fs: Fs, path: string): Promise<Buffer> {
  for (let look = 1; ; look++) {
    try {
      return await read(fs, await fs.stat(fsPath(path)))
    } catch (error) {
      const isReplaced = isFsError(error, 'precondition-failed') || isFsError(error, 'mismatch')
      if (!isReplaced || look === MOMENTS) throw error
    }
  }
}
