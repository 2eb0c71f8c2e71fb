import {
  type ByteSource,
  COMPUTED_HASHES,
  type CopyOptions,
  compareEntries,
  comparePaths,
  createHasher,
  type Fs,
  type FsDirectory,
  type FsEntry,
  FsError,
  type FsObject,
  type FsPath,
  fsPath,
  isBelow,
  joinPath,
  orderKey,
  type Page,
  type Place,
  type PutOptions,
  parentOf,
  ROOT,
  readAll,
  resolveRange,
} from '@tranship/core/backend'

const PAGE_SIZE = 1000
const HASHES = COMPUTED_HASHES

interface Stored {
  readonly object: FsObject
  readonly bytes: Uint8Array
  readonly metadata: Readonly<Record<string, string>>
}

/** An empty Fs of its own. */
export function createMemoryFs(): Fs {
  const objects = new Map<FsPath, Stored>()
  const directories = new Map<FsPath, FsDirectory>([[ROOT, { kind: 'directory', path: ROOT }]])
  let revision = 0

  const fs: Fs = {
    features: {
      modTimePrecision: 1n,
      hashes: HASHES,
      caseSensitive: true,
      listingOrder: 'path',
      buckets: false,
      realDirectories: true,
      objectBesideDirectory: false,
      duplicates: false,
      mimeTypes: true,
      conditions: ['open', 'put', 'copy', 'move', 'remove', 'setModTime'],
    },
    place: { realm: `memory:${crypto.randomUUID()}`, path: '' },

    list: async function* (directory, options) {
      const path = existing(directory)
      yield* paged((entry) => parentOf(entry.path) === path, path, options?.signal)
    },

    listAll: async function* (directory, options = {}) {
      const { after, upTo, enter, signal } = options
      const path = existing(directory)
      const closed = new Set<FsPath>()
      const wanted = (entry: FsEntry): boolean => {
        if (closed.has(parentOf(entry.path))) {
          closed.add(entry.path)
          return false
        }
        if (entry.kind === 'directory' && enter?.(entry.path) === false) closed.add(entry.path)
        const key = orderKey(entry)
        return (after === undefined || comparePaths(key, after) > 0) && (upTo === undefined || comparePaths(key, upTo) <= 0)
      }
      yield* paged(wanted, path, signal)
    },

    stat: async (path, options) => {
      options?.signal?.throwIfAborted()
      return stored({ path }).object
    },

    open: async function* (object, options = {}) {
      options.signal?.throwIfAborted()
      const { bytes } = stored(object)
      const { start, end } = resolveRange(options.range, bytes.byteLength)
      for (let at = start; at < end; at += 65536) {
        options.signal?.throwIfAborted()
        yield bytes.slice(at, Math.min(end, at + 65536))
      }
    },

    put: async (path, source, options = {}) => {
      checkPlace(path, options.replaces)
      const bytes = await bodyOf(source, options)
      options.signal?.throwIfAborted()
      checkPlace(path, options.replaces)
      return store(path, bytes, options)
    },

    remove: async (object, options) => {
      options?.signal?.throwIfAborted()
      stored(object)
      objects.delete(object.path)
    },

    mkdir: async (path, options) => {
      options?.signal?.throwIfAborted()
      for (let above = fsPath(path); above !== ROOT; above = parentOf(above)) {
        if (objects.has(above)) throw new FsError('already-exists', 'a file of this name exists', { path: above })
      }
      for (let missing: FsPath = path; !directories.has(missing); missing = parentOf(missing)) {
        directories.set(missing, { kind: 'directory', path: missing })
      }
      return directories.get(path) as FsDirectory
    },

    rmdir: async (directory, options) => {
      options?.signal?.throwIfAborted()
      const path = existing(directory)
      for (const below of [...objects.keys(), ...directories.keys()]) {
        if (isBelow(below, path)) throw new FsError('not-empty', 'the directory is not empty', { path })
      }
      if (path !== ROOT) directories.delete(path)
    },

    copy: async (object, to, options = {}) => {
      options.signal?.throwIfAborted()
      const source = stored(inPlace(object, options.from))
      if (source.object.path === to) return source.object
      checkPlace(to, options.replaces)
      return store(to, source.bytes, factsOf(source, options))
    },

    move: async (object, to, options = {}) => {
      options.signal?.throwIfAborted()
      const source = stored(inPlace(object, options.from))
      if (source.object.path === to) return source.object
      checkPlace(to, options.replaces)
      objects.delete(source.object.path)
      return store(to, source.bytes, factsOf(source, options))
    },

    setModTime: async (entry, time, options) => {
      options?.signal?.throwIfAborted()
      if (entry.kind === 'directory') {
        const directory = { ...entry, path: existing(entry), modTime: time }
        directories.set(directory.path, directory)
        return directory
      }
      const { object, ...rest } = stored(entry)
      const changed = { ...object, modTime: time }
      objects.set(entry.path, { ...rest, object: changed })
      return changed
    },

    metadata: async (entry, options) => {
      options?.signal?.throwIfAborted()
      return entry.kind === 'object' ? stored(entry).metadata : {}
    },

    purge: async (directory, options) => {
      options?.signal?.throwIfAborted()
      const path = existing(directory)
      for (const below of objects.keys()) if (isBelow(below, path)) objects.delete(below)
      for (const below of directories.keys()) if (isBelow(below, path)) directories.delete(below)
      if (path !== ROOT) directories.delete(path)
    },
  }
  return fs

  /** The object as it is stored now; held to the version that the caller knows. */
  function stored(object: Pick<FsObject, 'path' | 'version'>): Stored {
    const found = objects.get(object.path)
    if (found === undefined) {
      if (directories.has(object.path)) throw new FsError('is-directory', 'it is a directory', { path: object.path })
      throw new FsError('not-found', 'no such file', { path: object.path })
    }
    if (object.version === undefined || object.version === found.object.version) return found
    throw new FsError('precondition-failed', 'the file has changed', { path: object.path })
  }

  function existing(directory: FsPath | FsDirectory): FsPath {
    const path = typeof directory === 'string' ? directory : directory.path
    if (directories.has(path)) return path
    throw new FsError('not-found', 'no such directory', { path })
  }

  /** Fails unless an object may be written to `path`, over just what the caller believes is there. */
  function checkPlace(path: FsPath, replaces: FsObject | 'nothing' | undefined): void {
    if (fsPath(path) === ROOT || directories.has(path)) throw new FsError('is-directory', 'it is a directory', { path })
    for (let above = parentOf(path); above !== ROOT; above = parentOf(above)) {
      if (objects.has(above)) throw new FsError('already-exists', 'a file stands where a directory is needed', { path: above })
    }
    const version = objects.get(path)?.object.version
    const holds =
      replaces === undefined ||
      (replaces === 'nothing' ? version === undefined : replaces.version === undefined || replaces.version === version)
    if (!holds) throw new FsError('precondition-failed', 'the file is not the one to be replaced', { path })
  }

  function store(path: FsPath, bytes: Uint8Array, options: PutOptions): FsObject {
    const hasher = createHasher(HASHES)
    hasher.update(bytes)
    const now = BigInt(Date.now()) * 1_000_000n
    const object: FsObject = {
      kind: 'object',
      path,
      size: bytes.byteLength,
      modTime: options.modTime ?? now,
      lastModified: now,
      hashes: hasher.digests(),
      version: String(++revision),
      ...(options.mimeType !== undefined && { mimeType: options.mimeType }),
    }
    for (let missing = parentOf(path); !directories.has(missing); missing = parentOf(missing)) {
      directories.set(missing, { kind: 'directory', path: missing })
    }
    objects.set(path, { object, bytes, metadata: options.metadata ?? {} })
    return object
  }

  async function* paged(wanted: (entry: FsEntry) => boolean, below: FsPath, signal: AbortSignal | undefined): AsyncIterable<Page> {
    const all = [...directories.values(), ...[...objects.values()].map((stored) => stored.object)]
    const entries = all
      .filter((entry) => isBelow(entry.path, below))
      .sort(compareEntries)
      .filter(wanted)
    for (let at = 0; at < entries.length; at += PAGE_SIZE) {
      signal?.throwIfAborted()
      yield entries.slice(at, at + PAGE_SIZE)
    }
  }
}

/** The object as this Fs names it: that of a narrowed Fs of the same realm has a path of its own. */
function inPlace(object: FsObject, from: Place | undefined): FsObject {
  return from === undefined ? object : { ...object, path: joinPath(from.path as FsPath, object.path) }
}

/** What a copy keeps of its source. */
function factsOf({ object, metadata }: Stored, { modTime = object.modTime }: CopyOptions): PutOptions {
  return { metadata, ...(modTime !== undefined && { modTime }), ...(object.mimeType !== undefined && { mimeType: object.mimeType }) }
}

/** The whole body, of just the size that the source promised. */
async function bodyOf(source: ByteSource, options: PutOptions): Promise<Uint8Array> {
  const bytes = await readAll(source.open(undefined, options.signal === undefined ? {} : { signal: options.signal }), source.size)
  if (source.size !== undefined && bytes.byteLength !== source.size) {
    throw new FsError('mismatch', `the source ended after ${bytes.byteLength} of ${source.size} bytes`)
  }
  return bytes
}
