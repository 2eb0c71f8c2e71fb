import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryOf, treeOf } from '../../test/memory.js'
import type { ByteSource, Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { fsPath } from '../fs/path.js'
import { putStream } from './put-stream.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const PATH = fsPath('d/f')

async function* chunks(...texts: readonly string[]): Bytes {
  for (const text of texts) yield Buffer.from(text)
}

/** Notes the sources that it is given. */
function watched(fs: Fs, sources: ByteSource[]): Fs {
  return {
    ...fs,
    put: (path, source, options) => {
      sources.push(source)
      return fs.put(path, source, options)
    },
  }
}

describe('putStream', () => {
  test('writes any stream whole; one that is small can be read again', async () => {
    const texts = fc.array(fc.stringMatching(/^[a-z]{0,6}$/), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(12), fc.boolean(), async (texts, cutoff, isSized) => {
        const text = texts.join('')
        const fs = await memoryOf({ 'd/f': 'old' })
        const sources: ByteSource[] = []
        await putStream(watched(fs, sources), PATH, chunks(...texts), { modTime: 5n, cutoff, ...(isSized && { size: text.length }) })
        expect((await treeOf(fs)).files).toEqual({ 'd/f': { text, modTime: 5n } })
        expect(sources[0]?.repeatable).toBe(text.length <= cutoff)
        expect(sources[0]?.size).toBe(isSized || text.length <= cutoff ? text.length : undefined)
      }),
    )
  })

  test.each([0, 100])('a stream that fails, or has another size, leaves what was there (cutoff %i)', async (cutoff) => {
    const fs = await memoryOf({ 'd/f': 'old' })
    const broken = async function* (): Bytes {
      yield Buffer.from('new')
      throw new FsError('unavailable', 'the pipe broke')
    }
    await expect(putStream(fs, PATH, broken(), { cutoff })).rejects.toMatchObject({ kind: 'unavailable' })
    for (const size of [2, 4])
      await expect(putStream(fs, PATH, chunks('new'), { cutoff, size })).rejects.toMatchObject({ kind: 'mismatch' })
    expect((await treeOf(fs)).files['d/f']?.text).toBe('old')
  })

  test.each([0, 100])(
    'an interruption ends it at once with the reason, though nothing comes, and leaves nothing (cutoff %i)',
    async (cutoff) => {
      const fs = await memoryOf()
      const stop = new AbortController()
      const reason = new Error('enough')
      const silent = async function* (): Bytes {
        yield Buffer.from('begun')
        setImmediate(() => stop.abort(reason))
        await new Promise(() => {})
      }
      await expect(putStream(fs, PATH, silent(), { cutoff, signal: stop.signal })).rejects.toBe(reason)
      expect((await treeOf(fs)).files).toEqual({})
    },
  )

  test('holds none of a long stream back', async () => {
    const fs = await memoryOf()
    const seen: WeakRef<Uint8Array>[] = []
    const long = async function* (): Bytes {
      for (let number = 0; number < 1000; number++) {
        const chunk = new Uint8Array(1000)
        seen.push(new WeakRef(chunk))
        yield chunk
      }
    }
    let held = 1000
    const draining: Fs = {
      ...fs,
      put: async (path, source) => {
        for await (const _ of source.open());
        await new Promise(setImmediate)
        collectGarbage()
        held = seen.filter((chunk) => chunk.deref() !== undefined).length
        return { kind: 'object', path }
      },
    }
    await putStream(draining, PATH, long(), { cutoff: 0, signal: new AbortController().signal })
    expect(held).toBeLessThan(10)
  })

  test('what was stored is held to the hash of what was sent', async () => {
    const fs = await memoryOf()
    const lying: Fs = { ...fs, put: async (...args) => ({ ...(await fs.put(...args)), hashes: { md5: '0'.repeat(32) } }) }
    await expect(putStream(lying, PATH, chunks('x'))).rejects.toMatchObject({ kind: 'mismatch', path: PATH })
  })
})
