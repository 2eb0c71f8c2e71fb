import { type BigIntStats, mkdirSync } from 'node:fs'
import { type FsPath, ROOT } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { type Located, locate } from '../names/locate.js'
import { realPath, statusBehind, statusOf } from './file-status.js'

/**
 * Makes sure that no directory from the root down to `path` is a symbolic link: what is reached through one may lie anywhere.
 * Throws `denied` and names the link.
 */
export function demandNoLinkOnTheWay(root: LocalRoot, path: FsPath): void {
  findObstacle(root, path)
}

/** A directory to be read. Where links are followed it may be reached through them; else it is as `demandNoLinkOnTheWay` wants it. */
export function locateDirectory(root: LocalRoot, path: FsPath): Located {
  if (root.links !== 'follow') findObstacle(root, path)
  return locate(root, path)
}

/**
 * A directory and its status. Where the root is a symbolic link, the directory that it leads to. Throws `not-found` when there is
 * nothing, or something else.
 */
export function existingDirectory(root: LocalRoot, path: FsPath): { at: Located; status: BigIntStats } {
  demandNoLinkOnTheWay(root, path)
  const { at, status } = readableDirectory(root, path)
  return { at: path === ROOT ? { path, native: realPath(at) } : at, status }
}

/** The same of a directory that is only read. */
export function readableDirectory(root: LocalRoot, path: FsPath): { at: Located; status: BigIntStats } {
  const at = locateDirectory(root, path)
  const status = root.links === 'follow' ? statusBehind(at) : statusOf(at)
  if (status === undefined) throw failure('not-found', 'no such directory', at)
  if (!status.isDirectory()) throw failure('not-found', 'not a directory', at)
  return { at, status }
}

/** Makes a directory and its missing parents. Throws `already-exists` where something else is in the way. */
export function makeDirectories(root: LocalRoot, path: FsPath): Located {
  const at = locate(root, path)
  const obstacle = findObstacle(root, path)
  if (obstacle?.missing === false) throw failure('already-exists', 'exists already, and is not a directory', obstacle.at)
  if (obstacle !== undefined) classified(at, () => mkdirSync(at.native, { recursive: true }))
  return at
}

/** The first place on the way from the root to `path` that is no directory; undefined when all of them are. */
function findObstacle(root: LocalRoot, path: FsPath): { at: Located; missing: boolean } | undefined {
  let isFirst = true
  for (const step of stepsTo(path)) {
    if (step === ROOT && path !== ROOT) continue // where something below it is a directory, so is the root
    const at = locate(root, step)
    const status = statusOf(at)
    if (status?.isDirectory()) isFirst = false
    else if (status?.isSymbolicLink()) throw failure('denied', 'symbolic link, not followed', at)
    else return (isFirst && step !== ROOT && findObstacle(root, ROOT)) || { at, missing: status === undefined }
  }
  return undefined
}

/** The root, and each path from there on down to `path`. */
export function* stepsTo(path: FsPath): Generator<FsPath> {
  yield ROOT
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) yield path.slice(0, end) as FsPath
  if (path !== ROOT) yield path
}

/** The device that everything is to be on, where directories of other file systems are left out. */
export function deviceOf(root: LocalRoot): { readonly device?: bigint } {
  const status = root.options.one_file_system ? statusOf(locate(root, ROOT)) : undefined
  return status === undefined ? {} : { device: status.dev }
}
