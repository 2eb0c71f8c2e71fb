import { randomUUID } from 'node:crypto'
import {
  bytesSource,
  createFixedLimiter,
  type Fs,
  FsError,
  type FsPath,
  isBelow,
  isFsError,
  joinPath,
  listing,
  plainContext,
  type RemoveResult,
  ROOT,
  readAll,
  relativeTo,
} from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { quirky } from '../src/quirky.js'
import type { Opened, StorageClass } from '../src/scratch.js'

/** Entries in a page of the listings here. */
export const PAGE_SIZE = 3

/** Bytes of the parts that an upload with a checkpoint is kept in. */
export const PART_SIZE = 64 * 1024

export const memoryFs = (): Promise<Fs> => memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 })))

/** An Fs with every method that the kit has a check of, but those that only concern a store of keys. */
export async function openWhole(): Promise<Opened & { readonly uploads: Map<string, Uint8Array[]> }> {
  const inner = await memoryFs()
  const uploads = new Map<string, Uint8Array[]>()
  const classes = new Map<FsPath, string>()
  const fs: Fs = {
    ...inner,
    put: async (path, source, { checkpoint, ...options } = {}) => {
      classes.delete(path)
      if (checkpoint === undefined) return inner.put(path, source, options)
      const state = checkpoint.load() ?? randomUUID()
      const parts = uploads.get(state) ?? []
      uploads.set(state, parts)
      checkpoint.save(state)
      const range = parts.length === 0 ? undefined : { start: parts.length * PART_SIZE }
      let rest = Buffer.alloc(0)
      for await (const chunk of source.open(range, options.signal === undefined ? {} : { signal: options.signal })) {
        rest = Buffer.concat([rest, chunk])
        for (; rest.byteLength >= PART_SIZE; rest = rest.subarray(PART_SIZE)) parts.push(rest.subarray(0, PART_SIZE))
      }
      uploads.delete(state)
      return inner.put(path, bytesSource(Buffer.concat([...parts, rest])), options)
    },
    direct: async (object) => {
      const found = await inner.stat(object.path)
      if (object.version !== undefined && found.version !== object.version) {
        throw new FsError('precondition-failed', 'the object has changed', { path: object.path })
      }
      const bytes = await readAll(inner.open(found))
      return { whole: () => bytes }
    },
    discard: async (state) => void uploads.delete(state),
    removeMany: async function* (objects, options): AsyncIterable<RemoveResult> {
      options?.signal?.throwIfAborted()
      for (const object of objects) {
        const error = await inner.remove(object).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        yield isFsError(error) ? { object, error } : { object }
      }
    },
    moveDirectory: async (directory, to, options) => {
      options?.signal?.throwIfAborted()
      const from = joinPath((options?.from?.path ?? ROOT) as FsPath, typeof directory === 'string' ? directory : directory.path)
      if (isBelow(to, from)) throw new FsError('invalid-path', 'a directory cannot be moved into itself', { path: to })
      const isTaken = await inner.stat(to).then(
        () => true,
        (error: unknown) => !isFsError(error, 'not-found'),
      )
      if (isTaken) throw new FsError('already-exists', 'something is there', { path: to })
      const entries = (await pagesOf(listing(inner, from))).flat()
      await inner.mkdir(to)
      for (const entry of entries) {
        const path = joinPath(to, relativeTo(entry.path, from))
        if (entry.kind === 'directory') await inner.mkdir(path)
        if (entry.kind === 'object') await inner.move?.(entry, path)
      }
      await inner.purge?.(from)
    },
    setMetadata: async (entry, metadata, options) => {
      options?.signal?.throwIfAborted()
      const { modTime, mimeType } = await inner.stat(entry.path)
      const bytes = await readAll(inner.open({ kind: 'object', path: entry.path }))
      return inner.put(entry.path, bytesSource(bytes), {
        metadata,
        ...(modTime !== undefined && { modTime }),
        ...(mimeType !== undefined && { mimeType }),
      })
    },
    hash: async (object, name, options) => (await inner.stat(object.path, options)).hashes?.[name],
    publicLink: async (path) => `memory:${(await inner.stat(path)).path}`,
    about: async (options) => {
      options?.signal?.throwIfAborted()
      return { used: 0 }
    },
  }
  const storageClass: StorageClass = {
    put: async (path, bytes) => {
      await inner.put(path, bytesSource(bytes))
      classes.set(path, 'cold')
    },
    of: async (path) => classes.get(path) ?? 'standard',
  }
  return { fs: quirky(fs, { pageSize: PAGE_SIZE }), uploads, leftovers: async () => [...uploads.keys()], storageClass }
}

/** The same as a store of keys without directories. */
export async function openFlat(): Promise<Opened> {
  return { fs: quirky(await memoryFs(), { noDirectories: true, pageSize: PAGE_SIZE }) }
}

/** An Fs whose first level are buckets. */
export async function openBuckets(): Promise<Opened> {
  const fs = quirky(await memoryFs(), { pageSize: PAGE_SIZE })
  return {
    fs: {
      ...fs,
      features: { ...fs.features, buckets: true },
      put: async (path, source, options) => {
        if (!path.includes('/')) throw new FsError('invalid-path', 'an object needs a bucket', { path })
        return fs.put(path, source, options)
      },
    },
  }
}

async function pagesOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}
