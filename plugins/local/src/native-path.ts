import { isAbsolute, parse, resolve, sep } from 'node:path'
import { ConfigError, FsError, type FsPath, type Place, pathProblem, ROOT, shownPath, storedName } from '@tranship/core/backend'

/** One place of the file system: its path in the Fs, and the same as the system calls want it. */
export interface Located {
  readonly path: FsPath
  readonly native: string
}

/** The root as an absolute path without "." and ".." segments. Throws a ConfigError when it is none. */
export function absoluteRoot(root: string): string {
  if (!isAbsolute(root)) throw new ConfigError(`the root of a local file system must be an absolute path: ${JSON.stringify(root)}`)
  if (root.includes('\0') || !root.isWellFormed()) throw new ConfigError(`the root ${JSON.stringify(root)} is not a path`)
  return resolve(root)
}

/**
 * Where `path` lies below `root`: the only place where a name from a remote becomes a path of this machine. Throws
 * `invalid-path` for whatever would not lie below `root`, and for a name that no file system can hold.
 */
export function locate(root: string, path: FsPath): Located {
  if (path === ROOT) return { path, native: root }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `not a path: ${JSON.stringify(path)}: ${problem}`, { path })
  const stored = storedName(path)
  if (pathProblem(stored) !== undefined) {
    throw new FsError('invalid-path', `no file system can hold the name ${JSON.stringify(stored)}`, { path })
  }
  const native = child(root, sep === '/' ? stored : stored.replaceAll('/', sep))
  if (resolve(native) !== native) throw new FsError('invalid-path', `the name ${JSON.stringify(stored)} has a meaning here`, { path })
  return { path, native }
}

/** The file `name` in a directory. `name` is one segment, as the file system spells it. */
export function child(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : directory + sep + name
}

/** The place of a root in the realm of all local files, so that core can narrow it like any path. */
export function placeOf(root: string): Place {
  const { root: top } = parse(root)
  return { realm: `local:${top}`, path: shownPath(root.slice(top.length).replaceAll(sep, '/')) ?? '' }
}

/** The inverse of `placeOf`. */
export function rootOf(place: Place): string {
  const top = place.realm.slice('local:'.length)
  return locate(top, place.path as FsPath).native
}
