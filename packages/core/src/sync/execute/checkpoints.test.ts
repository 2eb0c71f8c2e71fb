import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../../test/memory.js'
import { bytesSource } from '../../fs/bytes.js'
import { FsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { fsPath } from '../../fs/path.js'
import { subdirectory } from '../../layers/subdirectory.js'
import { createMeters } from '../../progress/meter.js'
import { type CheckpointStore, discardExpired } from './checkpoints.js'
import { transfer } from './transfer.js'

const path = fsPath('a')
const unavailable = new FsError('unavailable', 'cut off')
const tools = (checkpoints: CheckpointStore, signal = new AbortController().signal) => ({ signal, meters: createMeters(), checkpoints })

/** A store that keeps texts in memory, and what it has. */
function storeOf(): CheckpointStore & { readonly records: Map<string, string>; old: string[] } {
  const records = new Map<string, string>()
  return {
    records,
    old: [],
    load: (key) => records.get(key),
    save: (key, record) => void records.set(key, record),
    remove: (key) => void records.delete(key),
    expired() {
      return this.old
    },
  }
}

/** An Fs whose puts with a checkpoint save a state of their own and then end as they are told; and what it was given back. */
function cuttable(inner: Fs, name = 'upload'): { fs: Fs; ends: unknown[]; loaded: (string | undefined)[]; discarded: string[] } {
  const ends: unknown[] = []
  const loaded: (string | undefined)[] = []
  const discarded: string[] = []
  const put: Fs['put'] = async (to, source, { checkpoint, ...options } = {}) => {
    loaded.push(checkpoint?.load())
    checkpoint?.save(checkpoint.load() ?? `${name} ${loaded.length}`)
    const end = ends.shift()
    if (end !== undefined) throw end
    return inner.put(to, source, options)
  }
  return { fs: { ...inner, put, discard: async (state) => void discarded.push(state) }, ends, loaded, discarded }
}

async function setting() {
  const src = await memoryOf({ a: 'words' })
  const dst = cuttable(await memoryOf())
  const store = storeOf()
  const copy = async (signal?: AbortSignal) => transfer({ src, dst: dst.fs, object: await src.stat(path), to: path }, tools(store, signal))
  return { src, dst, store, copy }
}

describe('a transfer that is cut off', () => {
  test('goes on with what its backend has saved, until it is stored', async () => {
    const { dst, store, copy } = await setting()
    dst.ends.push(unavailable)
    await expect(copy()).rejects.toBe(unavailable)
    expect(store.records.size).toBe(1)
    await copy()
    expect(dst.loaded).toEqual([undefined, 'upload 1'])
    expect(dst.discarded).toEqual([])
    expect(store.records.size).toBe(0)
  })

  test('by a person is kept too, whatever error that ends in', async () => {
    const { dst, store, copy } = await setting()
    const stop = new AbortController()
    const reason = new Error('enough')
    dst.ends.push(reason)
    stop.abort(reason)
    await expect(copy(stop.signal)).rejects.toBe(reason)
    expect([...store.records.values()].join()).toContain('upload 1')
  })

  test('is known again by its place in the realm, however it is reached', async () => {
    const src = await memoryOf({ a: 'words' })
    const { fs, ends, loaded } = cuttable(await memoryOf())
    const store = storeOf()
    const object = await src.stat(path)
    ends.push(unavailable)
    await transfer({ src, dst: fs, object, to: fsPath('d/b') }, tools(store)).catch(() => {})
    await transfer({ src, dst: subdirectory(fs, fsPath('d')), object, to: fsPath('b') }, tools(store))
    expect(loaded).toEqual([undefined, 'upload 1'])
  })

  test('is discarded first when the source is another one by now', async () => {
    const { src, dst, store, copy } = await setting()
    dst.ends.push(unavailable)
    await copy().catch(() => {})
    await src.put(path, bytesSource(Buffer.from('other')), { modTime: 1_000_000_000n })
    await copy()
    expect(dst.discarded).toEqual(['upload 1'])
    expect(dst.loaded).toEqual([undefined, undefined])
    expect(store.records.size).toBe(0)
  })

  test.each([new FsError('denied', 'no'), new FsError('mismatch', 'others'), new Error('a fault of the program')])(
    'by %s is given up, since it would end so again',
    async (error) => {
      const { dst, store, copy } = await setting()
      dst.ends.push(error)
      await expect(copy()).rejects.toBe(error)
      expect(dst.discarded).toEqual(['upload 1'])
      expect(store.records.size).toBe(0)
    },
  )

  test('leaves nothing where it cannot be kept', async () => {
    const { dst, store, copy } = await setting()
    store.save = () => {
      throw new Error('the disk is full')
    }
    dst.ends.push(unavailable)
    await expect(copy()).rejects.toBe(unavailable)
    expect(dst.discarded).toEqual(['upload 1'])
    await copy()
  })

  test('does not keep others from being made when it cannot be discarded', async () => {
    const { src, dst, store, copy } = await setting()
    const refuse = async () => {
      throw new FsError('denied', 'no')
    }
    dst.fs = { ...dst.fs, discard: refuse }
    dst.ends.push(unavailable)
    await copy().catch(() => {})
    await src.put(path, bytesSource(Buffer.from('other')))
    await copy()
    expect(store.records.size).toBe(0)
  })
})

test('nothing is kept where the bytes could be others at the next reading, or the destination keeps nothing', async () => {
  const { src, dst, store } = await setting()
  const object = await src.stat(path)
  const { version: _version, ...unheld } = object
  const { discard: _discard, ...without } = dst.fs
  const careless: Fs = { ...src, features: { ...src.features, conditions: [] } }
  for (const job of [
    { src, dst: dst.fs, object: unheld, to: path },
    { src, dst: without, object, to: path },
    { src: careless, dst: dst.fs, object, to: path },
  ]) {
    dst.ends.push(unavailable)
    await expect(transfer(job, tools(store))).rejects.toBe(unavailable)
  }
  expect(store.records.size).toBe(0)
})

test('what nobody came back to is discarded, of the realm of the Fs alone', async () => {
  const { dst, store, copy } = await setting()
  dst.ends.push(unavailable)
  await copy().catch(() => {})
  const other = JSON.stringify(['another realm', 'b'])
  store.save(other, 'its record')
  const [own = ''] = store.records.keys()
  const { signal } = new AbortController()
  await discardExpired(store, dst.fs, signal)
  expect(store.records.size).toBe(2)
  store.old = [own, other]
  await discardExpired(store, dst.fs, signal)
  expect(dst.discarded).toEqual(['upload 1'])
  expect([...store.records.keys()]).toEqual([other])
})
