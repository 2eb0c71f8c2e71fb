import type { FsDirectory, FsEntry, FsObject, Page } from '../fs/entry.js'
import type { CopyOptions, Fs, PutOptions, StatOptions } from '../fs/fs.js'
import { type FsPath, joinPath, ROOT, relativeTo } from '../fs/path.js'
import { type Depth, legalNames } from '../tree/guard.js'

/** The Fs whose root is a directory of `inner`, so that no backend handles prefixes. The directory need not exist. */
export function subdirectory(inner: Fs, directory: FsPath): Fs {
  if (directory === '') return inner
  const within = (path: FsPath): FsPath => joinPath(directory, path)
  const subject = <S extends FsPath | FsObject | FsDirectory>(value: S): S => {
    const entry: FsPath | FsObject | FsDirectory = value
    return (typeof entry === 'string' ? within(entry) : { ...entry, path: within(entry.path) }) as S
  }
  const outward = <E extends FsEntry>(entry: E): E => ({ ...entry, path: relativeTo(entry.path, directory) })
  const outwardPages = async function* (pages: AsyncIterable<Page>, listed: FsPath | FsDirectory, depth: Depth): AsyncIterable<Page> {
    const top = within(typeof listed === 'string' ? listed : listed.path)
    for await (const page of legalNames(pages, top, depth)) yield page.map(outward)
  }
  const replacing = <O extends PutOptions | CopyOptions | undefined>(options: O): O =>
    typeof options?.replaces === 'object' ? { ...options, replaces: subject(options.replaces) } : options
  const listed = (options: StatOptions | undefined): StatOptions | undefined =>
    options?.listed === undefined ? options : { ...options, listed: subject(options.listed) }
  /** An object of another Fs of the realm keeps the path it has there. */
  const source = <S extends FsPath | FsObject | FsDirectory>(value: S, options: CopyOptions | undefined): S =>
    options?.from === undefined ? subject(value) : value

  const { listAll, copy, move, moveDirectory, removeMany, setModTime, setMetadata, setTier, purge, hash, metadata } = inner
  const { direct, publicLink, removePublicLink, cleanUp, command } = inner
  return {
    features: { ...inner.features, buckets: false },
    place: { realm: inner.place.realm, path: joinPath(inner.place.path as FsPath, directory) },
    list: (path, options) => outwardPages(inner.list(subject(path), options), path, 'level'),
    stat: async (path, options) => outward(await inner.stat(within(path), listed(options))),
    open: (object, options) => inner.open(subject(object), options),
    ...(direct && { direct: (object, options) => direct.call(inner, subject(object), options) }),
    put: async (path, body, options) => outward(await inner.put(within(path), body, replacing(options))),
    remove: (object, options) => inner.remove(subject(object), options),
    mkdir: async (path, options) => outward(await inner.mkdir(within(path), options)),
    rmdir: (path, options) => inner.rmdir(subject(path), options),
    ...(listAll && {
      listAll: (path, options = {}) => {
        const { after, upTo, enter, ...rest } = options
        return outwardPages(
          listAll.call(inner, subject(path), {
            ...rest,
            ...(after !== undefined && { after: `${directory}/${after}` }),
            ...(upTo !== undefined && { upTo: `${directory}/${upTo}` }),
            ...(enter && { enter: (path) => enter(relativeTo(path, directory)) }),
          }),
          path,
          'tree',
        )
      },
    }),
    ...(copy && {
      copy: async (object, to, options) => outward(await copy.call(inner, source(object, options), within(to), replacing(options))),
    }),
    ...(move && {
      move: async (object, to, options) => outward(await move.call(inner, source(object, options), within(to), replacing(options))),
    }),
    ...(moveDirectory && { moveDirectory: (path, to, options) => moveDirectory.call(inner, source(path, options), within(to), options) }),
    ...(removeMany && {
      removeMany: async function* (objects, options) {
        for await (const result of removeMany.call(inner, objects.map(subject), options))
          yield { ...result, object: outward(result.object) }
      },
    }),
    ...(setModTime && { setModTime: async (entry, time, options) => outward(await setModTime.call(inner, subject(entry), time, options)) }),
    ...(setMetadata && {
      setMetadata: async (entry, values, options) => outward(await setMetadata.call(inner, subject(entry), values, options)),
    }),
    ...(setTier && { setTier: async (object, tier, options) => outward(await setTier.call(inner, subject(object), tier, options)) }),
    ...(purge && { purge: (path, options) => purge.call(inner, subject(path), options) }),
    ...(hash && { hash: (object, name, options) => hash.call(inner, subject(object), name, options) }),
    ...(metadata && { metadata: (entry, options) => metadata.call(inner, subject(entry), options) }),
    ...(publicLink && { publicLink: (path, options) => publicLink.call(inner, within(path), options) }),
    ...(removePublicLink && { removePublicLink: (path, options) => removePublicLink.call(inner, within(path), options) }),
    ...(inner.about && { about: inner.about.bind(inner) }),
    ...(cleanUp && { cleanUp: (options) => cleanUp.call(inner, { ...options, directory: within(options?.directory ?? ROOT) }) }),
    ...(command && { command: (at, name, args, options) => command.call(inner, within(at), name, args, options) }),
    ...(inner.discard && { discard: inner.discard.bind(inner) }),
    ...(inner.close && { close: inner.close.bind(inner) }),
  }
}
