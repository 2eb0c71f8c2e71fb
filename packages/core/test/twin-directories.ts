import { bytesSource } from '../src/fs/bytes.js'
import type { FsEntry, FsObject } from '../src/fs/entry.js'
import { FsError } from '../src/fs/error.js'
import type { Fs } from '../src/fs/fs.js'
import { type FsPath, isBelow, joinPath, parentOf, relativeTo } from '../src/fs/path.js'
import { listing } from '../src/tree/listing.js'

/** Stands in the inner Fs between the name of a directory and the number of its twin. */
const TWIN = '\u{10fffe}'
const MARKS = new RegExp(`${TWIN}\\d+`, 'gu')

export interface TwinDirectoriesFs extends Fs {
  /** Makes a further directory of this path, with files of this text. */
  addTwin(path: FsPath, files: readonly string[], text: string): Promise<void>
}

/** Directories may have one name, as in Google Drive. They are known by their ids; a path alone leads through the first of its name. */
export function withTwinDirectories(inner: Fs): TwinDirectoriesFs {
  let twins = 0
  const told = <E extends FsEntry>(entry: E): E =>
    entry.kind === 'unreadable' ? entry : { ...entry, id: entry.path, path: entry.path.replace(MARKS, '') }
  const stored = (entry: { readonly path: FsPath; readonly id?: string }): Promise<FsPath> =>
    entry.id === undefined ? first(entry.path) : Promise.resolve(entry.id as FsPath)

  /** Where a path leads: through the first directory of each name, as far as there is one. */
  async function first(path: FsPath): Promise<FsPath> {
    const entries = (await Array.fromAsync(listing(inner))).flat()
    return (
      entries.find((entry) => entry.path.replace(MARKS, '') === path)?.path ?? joinPath(await parent(path), path.split('/').at(-1) ?? '')
    )
  }

  async function parent(path: FsPath): Promise<FsPath> {
    return path.includes('/') ? first(parentOf(path)) : ('' as FsPath)
  }

  const { listAll: _listAll, purge: _purge, copy: _copy, metadata: _metadata, setModTime: _setModTime, ...rest } = inner
  return {
    ...rest,
    features: { ...inner.features, duplicates: true, listingOrder: 'none' },
    addTwin: async (path, files, text) => {
      const twin = `${path}${TWIN}${++twins}` as FsPath
      await inner.mkdir(twin)
      for (const file of files) await inner.put(joinPath(twin, file), bytesSource(Buffer.from(text)))
    },
    list: () => {
      throw new FsError('unsupported', 'only listAll is tried here')
    },
    listAll: async function* (directory) {
      const at = await stored(typeof directory === 'string' ? { path: directory } : directory)
      for await (const page of listing(inner, at)) yield page.map(told)
    },
    stat: async (path, options) => told(await inner.stat(await first(path), options)),
    open: async function* (object, options) {
      yield* inner.open({ ...object, path: await stored(object) }, options)
    },
    remove: async (object, options) => inner.remove({ ...object, path: await stored(object) }, options),
    rmdir: async (directory, options) =>
      inner.rmdir(await stored(typeof directory === 'string' ? { path: directory } : directory), options),
    mkdir: async (path, options) => told(await inner.mkdir(await first(path), options)),
    move: async (object, to, options) => {
      const source: FsObject = { ...object, path: await stored(object) }
      return told((await inner.move?.(source, await first(to), options)) ?? source)
    },
    moveDirectory: async (directory, to) => {
      const from = await stored(typeof directory === 'string' ? { path: directory } : directory)
      const target = await first(to)
      await inner.mkdir(target)
      for await (const page of listing(inner, from)) {
        for (const entry of page) {
          if (!isBelow(entry.path, from) || entry.kind === 'unreadable') continue
          const path = joinPath(target, relativeTo(entry.path, from))
          if (entry.kind === 'directory') await inner.mkdir(path)
          else await inner.move?.(entry, path)
        }
      }
      await inner.purge?.(from)
    },
  }
}
