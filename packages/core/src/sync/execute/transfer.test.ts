import { describe, expect, test } from 'vitest'
import { failing, watched } from '../../../test/faults.js'
import { memoryOf, treeOf } from '../../../test/memory.js'
import { bytesSource, readAll } from '../../fs/bytes.js'
import type { FsObject } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import type { Fs, PutOptions } from '../../fs/fs.js'
import { createHasher } from '../../fs/hash.js'
import { fsPath } from '../../fs/path.js'
import { createMeters } from '../../progress/meter.js'
import { transfer } from './transfer.js'

const path = fsPath('a')
const text = (words: string) => bytesSource(Buffer.from(words))
const tools = () => ({ signal: new AbortController().signal, meters: createMeters() })
const OLD = { a: { text: 'old', modTime: 1n } }

/** The Fs with the bytes of every body changed; its entries still tell of the true ones. */
function garbling(inner: Fs): Fs {
  return {
    ...inner,
    open: async function* (object, options) {
      const body = Buffer.from(await readAll(inner.open(object, options)))
      if (body.length > 0) body[0] = (body[0] ?? 0) ^ 1
      yield body
    },
  }
}

describe('transfer', () => {
  test('copies bytes, time and mime type, and tells what is stored', async () => {
    const src = await memoryOf()
    const object = await src.put(path, text('words'), { modTime: 123_456_789n, mimeType: 'text/special' })
    const dst = await memoryOf()
    const done = await transfer({ src, dst, object, to: fsPath('d/b'), replaces: 'nothing' }, tools())
    expect(done).toEqual({ object: await dst.stat(fsPath('d/b')), onServer: false })
    expect(done.object).toMatchObject({ size: 5, modTime: 123_456_789n, mimeType: 'text/special' })
  })

  test('guesses a mime type from the name where one is kept', async () => {
    const src = await memoryOf({ a: 'x' })
    const { mimeType: _type, ...object } = await src.stat(path)
    for (const [name, mimeType] of [
      ['b.txt', 'text/plain; charset=utf-8'],
      ['b.unheard-of', 'application/octet-stream'],
    ] as const) {
      expect((await transfer({ src, dst: await memoryOf(), object, to: fsPath(name), replaces: 'nothing' }, tools())).object.mimeType).toBe(
        mimeType,
      )
    }
    const asked: (PutOptions | undefined)[] = []
    const inner = await memoryOf()
    const plain: Fs = {
      ...watched(inner, ({ args }) => void asked.push(args[2] as PutOptions)),
      features: { ...inner.features, mimeTypes: false },
    }
    await transfer({ src, dst: plain, object, to: path, replaces: 'nothing' }, tools())
    expect(asked.map((options) => options?.mimeType)).toEqual([undefined])
  })

  test('bytes that are not those of the listing never replace a good object', async () => {
    const src = await memoryOf({ a: 'words' })
    const dst = await memoryOf(OLD)
    const job = { src: garbling(src), dst, object: await src.stat(path), to: path, replaces: await dst.stat(path) }
    await expect(transfer(job, tools())).rejects.toMatchObject({ kind: 'mismatch', path: 'a' })
    expect((await treeOf(dst)).files).toEqual(OLD)
  })

  test('a source that breaks, ends early, runs long or has changed leaves the old object', async () => {
    const src = await memoryOf({ a: 'words' })
    const { hashes: _hashes, ...object } = await src.stat(path)
    const broken = failing(src, ({ method }) => (method === 'open' ? new FsError('denied', 'no') : undefined))
    const changed = await memoryOf({ a: 'words' })
    await changed.put(path, text('other'))
    for (const [from, listed, kind] of [
      [broken, object, 'denied'],
      [src, { ...object, size: 6 }, 'mismatch'],
      [src, { ...object, size: 4 }, 'mismatch'],
      [changed, object, 'precondition-failed'],
    ] as const) {
      const dst = await memoryOf(OLD)
      const { version: _version, ...unheld } = listed
      const job = { src: from, dst, object: kind === 'mismatch' ? unheld : listed, to: path, replaces: await dst.stat(path) }
      await expect(transfer(job, tools())).rejects.toMatchObject({ kind })
      expect((await treeOf(dst)).files).toEqual(OLD)
    }
  })

  test('a destination that changed since it was listed is left as it is', async () => {
    const src = await memoryOf({ a: 'words' })
    const dst = await memoryOf(OLD)
    const listed = await dst.stat(path)
    await dst.put(path, text('meanwhile'), { modTime: 2n })
    for (const replaces of [listed, 'nothing'] as const) {
      await expect(transfer({ src, dst, object: await src.stat(path), to: path, replaces }, tools())).rejects.toMatchObject({
        kind: 'precondition-failed',
      })
    }
    expect((await treeOf(dst)).files.a?.text).toBe('meanwhile')
  })

  test.each<[string, Partial<FsObject>, RegExp]>([
    ['another hash', { hashes: { md5: '0' } }, /md5/],
    ['another size', { hashes: {}, size: 1 }, /1 bytes are stored, 5 were sent/],
  ])('a service that stored %s is caught', async (_what, answer, message) => {
    const src = await memoryOf({ a: 'words' })
    const inner = await memoryOf()
    const dst: Fs = { ...inner, put: async (...args) => ({ ...(await inner.put(...args)), ...answer }) }
    const failed = transfer({ src, dst, object: await src.stat(path), to: path, replaces: 'nothing' }, tools())
    await expect(failed).rejects.toMatchObject({ kind: 'mismatch', message: expect.stringMatching(message) })
  })

  test('so are digests that a backend says it sent, when others are stored', async () => {
    const src = await memoryOf({ a: 'words' })
    const { hashes: _hashes, ...object } = await src.stat(path)
    const inner = await memoryOf()
    const dst: Fs = {
      ...inner,
      put: async (to, source, options) => {
        options?.transfer?.sent({ sha1: '0' })
        return inner.put(to, source, options)
      },
    }
    await expect(transfer({ src, dst, object, to: path, replaces: 'nothing' }, tools())).rejects.toMatchObject({ kind: 'mismatch' })
  })

  test('a backend may take the bytes of this machine by itself: they are counted, and held to the hash of the listing', async () => {
    const { signal, meters } = tools()
    const words = Buffer.from('words')
    const src: Fs = { ...(await memoryOf({ a: 'words' })), direct: async () => ({ whole: () => words, file: '/here' }) }
    const object = await src.stat(path)
    const inner = await memoryOf()
    const seen: unknown[] = []
    const dst: Fs = {
      ...inner,
      put: async (to, source, options) => {
        await options?.transfer?.take(5)
        const bytes = source.whole?.() ?? Buffer.alloc(0)
        seen.push(
          source.file,
          [...meters.active].map(({ bytes }) => bytes),
        )
        const hasher = createHasher(options?.transfer?.hashes ?? [])
        hasher.update(bytes)
        options?.transfer?.sent(hasher.digests())
        return inner.put(to, bytesSource(bytes), options)
      },
    }
    await transfer({ src, dst, object, to: path, replaces: 'nothing' }, { signal, meters })
    expect(seen).toEqual(['/here', [5]])
    expect(meters.moved).toBe(5)
    words[0] = 0
    const failed = transfer({ src, dst, object, to: fsPath('b'), replaces: 'nothing' }, { signal, meters })
    await expect(failed).rejects.toMatchObject({ kind: 'mismatch', path: 'a' })
    expect(Object.keys((await treeOf(inner)).files)).toEqual(['a'])
  })

  test('a time that the listing left out is asked for, of just the object that was listed', async () => {
    const src = await memoryOf({ a: { text: 'words', modTime: 77n } })
    const dst = await memoryOf()
    const { modTime: _time, ...listed } = await src.stat(path)
    expect((await transfer({ src, dst, object: listed, to: path, replaces: 'nothing' }, tools())).object.modTime).toBe(77n)
    await src.put(path, text('other'))
    await expect(transfer({ src, dst, object: listed, to: fsPath('b'), replaces: 'nothing' }, tools())).rejects.toMatchObject({
      kind: 'precondition-failed',
    })
  })

  test('copies on the server within a realm, else, or where that is unsupported, through this machine', async () => {
    const inner = await memoryOf({ a: 'words' })
    const object = await inner.stat(path)
    const done = await transfer({ src: inner, dst: inner, object, to: fsPath('b'), replaces: 'nothing' }, tools())
    expect(done).toEqual({ object: await inner.stat(fsPath('b')), onServer: true })
    const unable = failing(inner, ({ method }) => (method === 'copy' ? new FsError('unsupported', 'not between these') : undefined))
    expect((await transfer({ src: inner, dst: unable, object, to: fsPath('c'), replaces: 'nothing' }, tools())).onServer).toBe(false)
    const refusing = failing(inner, ({ method }) => (method === 'copy' ? new FsError('denied', 'no') : undefined))
    await expect(transfer({ src: inner, dst: refusing, object, to: fsPath('d'), replaces: 'nothing' }, tools())).rejects.toMatchObject({
      kind: 'denied',
    })
  })

  test('is metered while it lasts, and each try anew', async () => {
    const src = await memoryOf({ a: 'words' })
    const inner = await memoryOf()
    const { signal, meters } = tools()
    const seen: number[] = []
    const dst: Fs = {
      ...inner,
      put: async (to, source, options) => {
        await readAll(source.open())
        seen.push(...[...meters.active].map(({ bytes }) => bytes))
        return inner.put(to, source, options).finally(() => seen.push(...[...meters.active].map(({ bytes }) => bytes)))
      },
    }
    await transfer({ src, dst, object: await src.stat(path), to: fsPath('b'), replaces: 'nothing' }, { signal, meters })
    expect(seen).toEqual([5, 5])
    expect(meters.moved).toBe(10)
    expect(meters.active.size).toBe(0)
    const broken = failing(src, ({ method }) => (method === 'open' ? new Error('m') : undefined))
    await transfer({ src: broken, dst, object: await src.stat(path), to: fsPath('c'), replaces: 'nothing' }, { signal, meters }).catch(
      () => {},
    )
    expect(meters.active.size).toBe(0)
  })
})
