import {
  type CopyOptions,
  type Fs,
  type FsDirectory,
  type FsEntry,
  type FsObject,
  type FsPath,
  joinPath,
  type Page,
  type PutOptions,
} from '@tranship/core'

/** What a path is for: something that may be there, or something that is about to be there. */
type PathUse = 'find' | 'make'

export interface Renaming {
  /** The path of `inner` for a path of the Fs that it is shown as. */
  inward(path: FsPath, use: PathUse): FsPath | Promise<FsPath>
  /** The inverse, for what is told. */
  outward(path: FsPath): FsPath
}

/** The Fs whose paths have other names in `inner`. It has the methods of `inner` that concern one path or two. */
export function renamed(inner: Fs, { inward, outward }: Renaming): Fs {
  const found = async <S extends FsPath | FsObject | FsDirectory>(subject: S, from?: CopyOptions['from']): Promise<S> => {
    const value: FsPath | FsObject | FsDirectory = subject
    const below = (path: FsPath) => (from === undefined ? path : joinPath(from.path as FsPath, path))
    return (
      typeof value === 'string' ? await inward(below(value), 'find') : { ...value, path: await inward(below(value.path), 'find') }
    ) as S
  }
  const told = <E extends FsEntry>(entry: E): E => ({ ...entry, path: outward(entry.path) })
  const pages = async function* (listing: AsyncIterable<Page>): AsyncIterable<Page> {
    for await (const page of listing) yield page.map(told)
  }
  const placed = async <O extends PutOptions & CopyOptions>(options: O | undefined): Promise<O> => {
    const { replaces, from: _resolved, ...rest } = options ?? ({} as O)
    return { ...rest, ...(replaces !== undefined && { replaces: replaces === 'nothing' ? replaces : await found(replaces) }) } as O
  }
  const { listAll, copy, move, moveDirectory, removeMany, setModTime, setMetadata, purge, hash, metadata, about, discard, close } = inner
  return {
    features: inner.features,
    place: inner.place,
    list: async function* (directory, options) {
      yield* pages(inner.list(await found(directory), options))
    },
    ...(listAll && {
      listAll: async function* (directory, options) {
        const { enter, ...rest } = options ?? {}
        const entering = enter && { enter: (path: FsPath) => enter(outward(path)) }
        yield* pages(listAll(await found(directory), { ...rest, ...entering }))
      },
    }),
    stat: async (path, options) => told(await inner.stat(await found(path), options)),
    open: async function* (object, options) {
      yield* inner.open(await found(object), options)
    },
    put: async (path, source, options) => told(await inner.put(await inward(path, 'make'), source, await placed(options))),
    remove: async (object, options) => inner.remove(await found(object), options),
    mkdir: async (path, options) => told(await inner.mkdir(await inward(path, 'make'), options)),
    rmdir: async (directory, options) => inner.rmdir(await found(directory), options),
    ...(copy && {
      copy: async (object, to, options) =>
        told(await copy(await found(object, options?.from), await inward(to, 'make'), await placed(options))),
    }),
    ...(move && {
      move: async (object, to, options) =>
        told(await move(await found(object, options?.from), await inward(to, 'make'), await placed(options))),
    }),
    ...(moveDirectory && {
      moveDirectory: async (directory, to, options) =>
        moveDirectory(await found(directory, options?.from), await inward(to, 'make'), await placed(options)),
    }),
    ...(removeMany && {
      removeMany: async function* (objects, options) {
        for await (const { object, ...rest } of removeMany(await Promise.all(objects.map((each) => found(each))), options))
          yield { ...rest, object: told(object) }
      },
    }),
    ...(setModTime && { setModTime: async (entry, time, options) => told(await setModTime(await found(entry), time, options)) }),
    ...(setMetadata && { setMetadata: async (entry, values, options) => told(await setMetadata(await found(entry), values, options)) }),
    ...(purge && { purge: async (directory, options) => purge(await found(directory), options) }),
    ...(hash && { hash: async (object, name, options) => hash(await found(object), name, options) }),
    ...(metadata && { metadata: async (entry, options) => metadata(await found(entry), options) }),
    ...(about && { about }),
    ...(discard && { discard }),
    ...(close && { close }),
  }
}
