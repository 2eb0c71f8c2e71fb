import {
  bytesSource,
  type CopyOptions,
  type Fs,
  FsError,
  type FsObject,
  type FsPath,
  isFsError,
  joinPath,
  parentOf,
  ROOT,
  readAll,
} from '@tranship/core'
import { caseInsensitive, foldsUnicode } from '../../src/quirks/folding.js'
import { renamed } from '../../src/quirks/renamed.js'
import { withPrecision } from '../../src/quirks/times.js'
import { telling } from '../../src/quirks/told.js'
import { anyway, type Fault, instead, unheld, without } from '../broken.js'

const shown = (path: FsPath): FsPath => path
const spelling = (fs: Fs, inward: (path: FsPath) => string): Fs => renamed(fs, { inward: (path) => inward(path) as FsPath, outward: shown })

/** Takes slashes at the ends of a path for nothing. */
const lenient: Fault = (fs) => spelling(fs, (path) => path.replace(/^\/+|\/+$/g, ''))

const pathOf = (directory: FsPath | { readonly path: FsPath }): FsPath => (typeof directory === 'string' ? directory : directory.path)

/** What the methods that change something but the bytes do wrong, by the check that tells. */
export const changingFaults: Readonly<Record<string, Fault>> = {
  'features: consistent': (fs) => ({ ...fs, features: { ...fs.features, modTimePrecision: 0n } }),
  'features: the same below a directory': (fs) => ({ ...fs, cleanUp: undefined }) as unknown as Fs,
  'publicLink: of a missing object': (fs) => instead(fs, { publicLink: async (path) => `memory:${path}` }),
  'about: numbers of bytes': (fs) => instead(fs, { about: async () => ({ free: Number.NaN }) }),

  'buckets: made, listed and removed': (fs) => instead(fs, { rmdir: async (directory) => fs.purge?.(directory) }),
  'buckets: an object without one': (fs) =>
    instead(fs, {
      put: (path, source, options) => fs.put(path.includes('/') ? path : joinPath('default' as FsPath, path), source, options),
    }),
  'buckets: a missing one': (fs) => instead(fs, { purge: (directory, options) => anyway(fs.purge?.(directory, options)) }),
  'buckets: made by put': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        for await (const _page of fs.list(path.split('/')[0] as FsPath));
        return fs.put(path, source, options)
      },
    }),

  'mkdir: with missing parents': (fs) =>
    instead(fs, {
      mkdir: async (path, options) => {
        if (parentOf(path) !== ROOT) for await (const _page of fs.list(parentOf(path)));
        return fs.mkdir(path, options)
      },
    }),
  'mkdir: one that exists': (fs) =>
    instead(fs, {
      mkdir: async (path, options) => {
        const error: unknown = await fs.stat(path).catch((reason: unknown) => reason)
        if (isFsError(error, 'is-directory')) throw new FsError('already-exists', 'it exists')
        return fs.mkdir(path, options)
      },
    }),
  'rmdir: an empty directory': (fs) =>
    instead(fs, {
      rmdir: async (directory, options) => {
        await fs.rmdir(directory, options)
        await anyway(fs.rmdir(pathOf(directory).replace(/\/(?=[^/]*$)/, '') as FsPath))
      },
    }),
  'rmdir: a missing directory': (fs) =>
    instead(fs, {
      rmdir: async (directory, options) =>
        fs.rmdir(directory, options).catch((error: unknown) => {
          if (!isFsError(error, 'not-found')) throw error
        }),
    }),
  'rmdir: a directory with something in it': (fs) => instead(fs, { rmdir: async (directory, options) => fs.purge?.(directory, options) }),

  'remove: an object': (fs) =>
    instead(fs, {
      remove: async (object, options) => {
        await fs.remove(object, options)
        await anyway(fs.remove({ kind: 'object', path: `${object.path}!` as FsPath }))
      },
    }),
  'remove: a missing object': (fs) =>
    instead(fs, {
      remove: async (object, options) =>
        fs.remove(object, options).catch((error: unknown) => {
          if (!isFsError(error, 'not-found')) throw error
        }),
    }),
  'remove: a directory': (fs) =>
    instead(fs, {
      remove: async (object, options) =>
        fs.remove(object, options).catch(async (error: unknown) => {
          if (!isFsError(error, 'is-directory')) throw error
          await fs.purge?.(object.path)
        }),
    }),
  'removeMany: many objects': (fs) =>
    instead(fs, {
      removeMany: async function* (objects, options) {
        for await (const result of fs.removeMany?.(objects, options) ?? []) if (result.object !== objects.at(-1)) yield result
      },
    }),
  'removeMany: where some cannot be removed': (fs) =>
    instead(fs, {
      removeMany: async function* (objects, options) {
        for await (const result of fs.removeMany?.(objects, options) ?? []) {
          if (result.error !== undefined) throw result.error
          yield result
        }
      },
    }),
  'purge: a directory': (fs) =>
    instead(fs, {
      purge: async (directory, options) => {
        await fs.purge?.(directory, options)
        await anyway(fs.remove({ kind: 'object', path: `${pathOf(directory)}!` as FsPath }))
      },
    }),
  'purge: a missing directory': (fs) => instead(fs, { purge: (directory, options) => anyway(fs.purge?.(directory, options)) }),

  'hashes: of what was put': (fs) =>
    telling(fs, (object) => ({ ...object, hashes: { ...object.hashes, md5: 'd41d8cd98f00b204e9800998ecf8427e' } })),
  'hashes: lower-case hex': (fs) => telling(fs, (object) => ({ ...object, hashes: { crc32: object.hashes?.crc32?.toUpperCase() ?? '' } })),
  'hashes: of a missing object': (fs) =>
    instead(fs, { hash: async (object, name, options) => fs.hash?.(object, name, options).catch(() => undefined) }),

  'times: put': (fs) => ({ ...withPrecision(fs, 1_000_000n), features: fs.features }),
  'times: setModTime': (fs) => instead(fs, { setModTime: async (entry, time) => ({ ...entry, modTime: time }) }),
  'times: what setModTime keeps': (fs) =>
    instead(fs, {
      setModTime: async (entry, time, options) =>
        entry.kind === 'object'
          ? fs.put(entry.path, bytesSource(await readAll(fs.open(entry))), { modTime: time, ...options })
          : ((await fs.setModTime?.(entry, time, options)) ?? entry),
    }),
  'times: setModTime and the storage class': (fs) =>
    instead(fs, {
      setModTime: async (entry, modTime) =>
        entry.kind === 'object' ? fs.put(entry.path, bytesSource(await readAll(fs.open(entry))), { modTime }) : entry,
    }),
  'times: setModTime of a missing object': (fs) =>
    instead(fs, { setModTime: async (entry, time, options) => (await fs.setModTime?.(entry, time, options).catch(() => entry)) ?? entry }),
  'times: of a directory': (fs) =>
    instead(fs, {
      setModTime: async (entry, time, options) =>
        entry.kind === 'directory' ? { ...entry, modTime: time } : ((await fs.setModTime?.(entry, time, options)) ?? entry),
    }),

  'names: of objects': (fs) => spelling(fs, (path) => path.trimEnd()),
  'names: of directories': (fs) => spelling(fs, (path) => path.replace(/[ .]+\//g, '/')),
  'names: all at once': (fs) => spelling(fs, (path) => path.replace(/[ .]+$/, '')),
  'names: that differ by case': (fs) => ({ ...caseInsensitive(fs), features: fs.features }),
  'names: in two forms of Unicode': (fs) => {
    const folding = foldsUnicode(fs)
    return instead(folding, { put: async (path, source, options) => ({ ...(await folding.put(path, source, options)), path }) })
  },
  'names: that are no Unicode text': (fs) => spelling(fs, (path) => path.toWellFormed()),
  'names: that stand for illegal ones': (fs) => spelling(fs, (path) => path.replaceAll('\u201b', '')),
  'hostile names: written': lenient,
  'hostile names: read and removed': lenient,

  ...transferFaults('copy'),
  ...transferFaults('move'),
  'moveDirectory: to a new place': (fs) =>
    instead(fs, {
      moveDirectory: async (directory, to, options) => {
        await fs.moveDirectory?.(directory, to, options)
        await anyway(fs.rmdir(joinPath(to, 'empty')))
      },
    }),
  'moveDirectory: where something exists': (fs) =>
    instead(fs, {
      moveDirectory: async (directory, to, options) => {
        await anyway(fs.purge?.(to))
        await fs.moveDirectory?.(directory, to, options)
      },
    }),
  'moveDirectory: into itself': (fs) =>
    instead(fs, {
      moveDirectory: async (directory, to, options) => {
        await anyway(fs.moveDirectory?.(directory, to, options))
        await anyway(fs.purge?.(directory))
      },
    }),
  'moveDirectory: a missing directory': (fs) =>
    instead(fs, {
      moveDirectory: async (directory, to, options) =>
        fs.moveDirectory?.(directory, to, options).catch((error: unknown) => {
          if (!isFsError(error, 'not-found')) throw error
        }),
    }),

  'versions: differ with the bytes': (fs) => telling(fs, (object) => ({ ...object, version: `${object.size}-${object.modTime}` })),
  'conditions: open': (fs) => instead(fs, { open: (object, options) => fs.open(unheld(object), options) }),
  'conditions: a body that is replaced while it is read': (fs) =>
    instead(fs, {
      open: async function* (object, options = {}) {
        if (options.range !== undefined) yield* fs.open(object, options)
        else
          for (let start = 0; start < (object.size ?? 0); start += 1000)
            yield* fs.open(unheld(object), { range: { start, end: start + 1000 } })
      },
    }),
  'conditions: put over what has changed': (fs) =>
    instead(fs, { put: (path, source, options) => fs.put(path, source, without(options, 'replaces')) }),
  'conditions: put over what is as it was': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        if (typeof options?.replaces === 'object') throw new FsError('precondition-failed', 'nothing is ever as it was')
        return fs.put(path, source, options)
      },
    }),
  'conditions: put where nothing is expected': (fs) =>
    instead(fs, {
      put: (path, source, { replaces, ...options } = {}) =>
        fs.put(path, source, { ...options, ...(typeof replaces === 'object' && { replaces }) }),
    }),
  'conditions: remove': (fs) => instead(fs, { remove: (object, options) => fs.remove(unheld(object), options) }),
  'conditions: setModTime': (fs) =>
    instead(fs, {
      setModTime: async (entry, time, options) =>
        (await fs.setModTime?.(entry.kind === 'object' ? unheld(entry) : entry, time, options)) ?? entry,
    }),
}

/** What copy and move do wrong. */
function transferFaults(method: 'copy' | 'move'): Record<string, Fault> {
  type Transfer = (object: FsObject, to: FsPath, options?: CopyOptions) => Promise<FsObject>
  const wrongly =
    (how: (transfer: Transfer, fs: Fs) => Transfer): Fault =>
    (fs) =>
      instead(fs, { [method]: how(fs[method] as Transfer, fs) })
  return {
    [`${method}: to a new place`]: wrongly((transfer) => (object, to, options) => transfer(object, to, { modTime: 0n, ...options })),
    [`${method}: over an existing object`]: wrongly(
      (transfer) => (object, to, options) => transfer(object, to, { replaces: 'nothing', ...options }),
    ),
    [`${method}: onto itself`]: wrongly((transfer, fs) => async (object, to, options) => {
      if (object.path === to && options?.from === undefined) await fs.setModTime?.(object, 0n)
      return transfer(unheld(object), to, options)
    }),
    [`${method}: a missing source`]: wrongly((transfer, fs) => async (object, to, options) => {
      await anyway(fs.remove({ kind: 'object', path: to }))
      return transfer(object, to, options)
    }),
    [`${method}: with another time`]: wrongly((transfer) => (object, to, options) => transfer(object, to, without(options, 'modTime'))),
    [`${method}: between two Fs of a realm`]: wrongly(
      (transfer) => (object, to, options) => transfer(object, to, without(options, 'from')),
    ),
    [`${method}: the same path in two Fs of a realm`]: wrongly((transfer) => async (object, to, options) => {
      const isSame = options?.from !== undefined && to.endsWith(`/${object.path}`)
      return isSame ? object : transfer(object, to, options)
    }),
    [`conditions: ${method} of what has changed`]: wrongly((transfer) => (object, to, options) => transfer(unheld(object), to, options)),
    [`conditions: ${method} over what has changed`]: wrongly(
      (transfer) => (object, to, options) => transfer(object, to, without(options, 'replaces')),
    ),
  }
}
