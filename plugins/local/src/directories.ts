import { type BigIntStats, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { type FsPath, parentOf, ROOT } from '@tranship/core/backend'
import { classified, failure } from './errors.js'
import { type Located, locate } from './native-path.js'

/** The status of what is at `at`, undefined when nothing is. Only the root itself may be a symbolic link. */
export function statusOf(at: Located): BigIntStats | undefined {
  const read = at.path === ROOT ? statSync : lstatSync
  return classified(at, () => read(at.native, { bigint: true, throwIfNoEntry: false }))
}

/**
 * Finds `path`, and makes sure that no directory above it, up to the root, is a symbolic link: what is reached through one may
 * lie anywhere. Throws `denied` and names the link.
 */
export function locateBelow(root: string, path: FsPath): Located {
  const at = locate(root, path)
  findObstacle(root, parentOf(path))
  return at
}

/** Like `locateBelow` for a directory, which must be no symbolic link either. */
export function locateDirectory(root: string, path: FsPath): Located {
  const at = locate(root, path)
  findObstacle(root, path)
  return at
}

/**
 * A directory and its status. Where the root is a symbolic link, the directory that it leads to. Throws `not-found` when there is
 * nothing, or something else.
 */
export function existingDirectory(root: string, path: FsPath): { at: Located; status: BigIntStats } {
  const at = locateDirectory(root, path)
  const status = statusOf(at)
  if (status === undefined) throw failure('not-found', 'no such directory', at)
  if (!status.isDirectory()) throw failure('not-found', 'not a directory', at)
  return { at: path === ROOT ? { path, native: classified(at, () => realpathSync(at.native)) } : at, status }
}

/** Makes a directory and its missing parents. Throws `already-exists` where something else is in the way. */
export function makeDirectories(root: string, path: FsPath): Located {
  const at = locate(root, path)
  const obstacle = findObstacle(root, path)
  if (obstacle?.missing === false) throw failure('already-exists', 'exists already, and is not a directory', obstacle.at)
  if (obstacle !== undefined) classified(at, () => mkdirSync(at.native, { recursive: true }))
  return at
}

/** The first place on the way from the root to `path` that is no directory; undefined when all of them are. */
function findObstacle(root: string, path: FsPath): { at: Located; missing: boolean } | undefined {
  for (const step of stepsTo(path)) {
    const at = locate(root, step)
    const status = statusOf(at)
    if (status?.isDirectory()) continue
    if (status?.isSymbolicLink()) throw failure('denied', 'symbolic link, not followed', at)
    return { at, missing: status === undefined }
  }
  return undefined
}

/** The root, and each path from there on down to `path`. */
function* stepsTo(path: FsPath): Generator<FsPath> {
  yield ROOT
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) yield path.slice(0, end) as FsPath
  if (path !== ROOT) yield path
}
