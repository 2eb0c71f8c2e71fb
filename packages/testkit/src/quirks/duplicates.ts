import { type Fs, type FsEntry, type FsObject, type FsPath, isFsError, joinPath, type Page, parentOf } from '@tranship/core'

/** Stands in `inner` between the name of an object and the number of its twin. */
const TWIN = '\u{10fffe}'

/**
 * Names are not unique: a put that is to replace nothing makes a further object of the same name. Objects are known by their
 * ids; a path alone means the first of its name.
 */
export function withDuplicates(inner: Fs): Fs {
  let twins = 0
  const told = <E extends FsEntry>(entry: E): E => {
    if (entry.kind !== 'object') return entry
    const mark = entry.path.lastIndexOf(TWIN)
    return { ...entry, id: entry.path, path: mark === -1 ? entry.path : entry.path.slice(0, mark) }
  }
  const pages = async function* (listing: AsyncIterable<Page>): AsyncIterable<Page> {
    for await (const page of listing) yield page.map(told)
  }
  const stored = (object: FsObject): FsObject => ({ ...object, path: (object.id ?? object.path) as FsPath })

  /** The path in `inner` of the first object of this name; without one, the name itself. */
  const first = async (path: FsPath): Promise<FsPath> => {
    const twin = await inner.stat(path).then(
      () => undefined,
      (error: unknown) => (isFsError(error, 'not-found') ? twinOf(inner, path) : undefined),
    )
    return twin ?? path
  }

  const { listAll, copy, move, setModTime, hash, metadata, removeMany: _removeMany, setMetadata: _setMetadata, ...rest } = inner
  return {
    ...rest,
    features: {
      ...inner.features,
      duplicates: true,
      listingOrder: 'none',
      conditions: inner.features.conditions.filter((name) => name === 'open' || name === 'remove'),
    },
    list: (directory, options) => pages(inner.list(directory, options)),
    ...(listAll && { listAll: (directory, options) => pages(listAll(directory, options)) }),
    stat: async (path, options) => {
      options?.signal?.throwIfAborted()
      return told(await inner.stat(await first(path), options))
    },
    open: (object, options) => inner.open(stored(object), options),
    put: async (path, source, { replaces, ...options } = {}) => {
      options.signal?.throwIfAborted()
      if (replaces === 'nothing') return told(await inner.put(`${path}${TWIN}${++twins}` as FsPath, source, options))
      return told(await inner.put(replaces === undefined ? await first(path) : stored(replaces).path, source, options))
    },
    remove: (object, options) => inner.remove(stored(object), options),
    ...(copy && {
      copy: async (object, to, { replaces: _hint, from, ...options } = {}) =>
        told(await copy(source(object, from), await first(to), options)),
    }),
    ...(move && {
      move: async (object, to, { replaces: _hint, from, ...options } = {}) =>
        told(await move(source(object, from), await first(to), options)),
    }),
    ...(setModTime && {
      setModTime: async (entry, time, options) => told(await setModTime(entry.kind === 'object' ? stored(entry) : entry, time, options)),
    }),
    ...(hash && { hash: (object, name, options) => hash(stored(object), name, options) }),
    ...(metadata && { metadata: (entry, options) => metadata(entry.kind === 'object' ? stored(entry) : entry, options) }),
  }

  /** An id that core's `subdirectory` has passed on is still that of `inner`; a path may be another Fs' own. */
  function source(object: FsObject, from: { readonly path: string } | undefined): FsObject {
    if (object.id !== undefined) return stored(object)
    return from === undefined ? object : { ...object, path: joinPath(from.path as FsPath, object.path) }
  }
}

async function twinOf(inner: Fs, path: FsPath): Promise<FsPath | undefined> {
  try {
    for await (const page of inner.list(parentOf(path))) {
      for (const entry of page) if (entry.kind === 'object' && entry.path.startsWith(`${path}${TWIN}`)) return entry.path
    }
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
  }
  return undefined
}
