import {
  compareEntries,
  comparePaths,
  type Fs,
  type FsEntry,
  FsError,
  type FsPath,
  fsPath,
  isBelow,
  type ListAllOptions,
  type OperationOptions,
  orderKey,
  parentOf,
  ROOT,
} from '@tranship/core'
import { renamed } from './renamed.js'

/** A store of keys: a directory is no more than what the names of objects begin with. Nobody else may write to `inner`. */
export function withoutDirectories(inner: Fs): Fs {
  const key = (path: FsPath): FsPath => encodeURIComponent(fsPath(path)) as FsPath
  const outward = (path: FsPath): FsPath => decodeURIComponent(path) as FsPath
  const { purge: _purge, moveDirectory: _moveDirectory, setModTime, ...rest } = renamed(inner, { inward: key, outward })

  async function everything(options: OperationOptions): Promise<FsEntry[]> {
    const entries: FsEntry[] = []
    for await (const page of inner.list(ROOT, options)) {
      for (const entry of page) if (entry.kind === 'object') entries.push({ ...entry, path: outward(entry.path) })
    }
    return entries.sort(compareEntries)
  }

  return {
    ...rest,
    features: { ...inner.features, realDirectories: false, objectBesideDirectory: true },
    list: async function* (directory, options = {}) {
      const path = typeof directory === 'string' ? directory : directory.path
      yield levelOf(await everything(options), path)
    },
    ...(inner.listAll && {
      listAll: async function* (directory, options = {}) {
        const path = typeof directory === 'string' ? directory : directory.path
        const below = (await everything(options)).filter((entry) => isBelow(entry.path, path))
        yield wanted(below, path, options)
      },
    }),
    stat: async (path, options) => {
      if (path === ROOT) throw new FsError('is-directory', 'the root is a directory', { path })
      return rest.stat(path, options)
    },
    put: async (path, source, options) => {
      if (path === ROOT) throw new FsError('invalid-path', 'an object needs a name', { path })
      return rest.put(path, source, options)
    },
    mkdir: async (path, options) => {
      options?.signal?.throwIfAborted()
      return { kind: 'directory', path: fsPath(path) }
    },
    rmdir: async (directory, options = {}) => {
      options.signal?.throwIfAborted()
      const path = typeof directory === 'string' ? directory : directory.path
      if ((await everything(options)).some((entry) => isBelow(entry.path, path)))
        throw new FsError('not-empty', 'the directory is not empty', { path })
    },
    ...(setModTime && {
      setModTime: async (entry, time, options) => {
        if (entry.kind === 'object') return setModTime(entry, time, options)
        throw new FsError('unsupported', 'a directory has no time', { path: entry.path })
      },
    }),
  }
}

/** The objects of one level, and a directory for what lies deeper. */
function levelOf(entries: readonly FsEntry[], directory: FsPath): FsEntry[] {
  const found = new Map<string, FsEntry>()
  for (const entry of entries) {
    if (!isBelow(entry.path, directory)) continue
    const start = directory === ROOT ? 0 : directory.length + 1
    const slash = entry.path.indexOf('/', start)
    const one: FsEntry = slash === -1 ? entry : { kind: 'directory', path: entry.path.slice(0, slash) as FsPath }
    found.set(orderKey(one), one)
  }
  return [...found.values()].sort(compareEntries)
}

/** What `after`, `upTo` and `enter` let through. */
function wanted(entries: readonly FsEntry[], top: FsPath, { after, upTo, enter }: ListAllOptions): FsEntry[] {
  const entered = new Map<FsPath, boolean>([[top, true]])
  const isEntered = (directory: FsPath): boolean => {
    const known = entered.get(directory)
    if (known !== undefined) return known
    const answer = isEntered(parentOf(directory)) && (enter?.(directory) ?? true)
    entered.set(directory, answer)
    return answer
  }
  return entries.filter(({ path }) => {
    const isWithin = (after === undefined || comparePaths(path, after) > 0) && (upTo === undefined || comparePaths(path, upTo) <= 0)
    return isEntered(parentOf(path)) && isWithin
  })
}
