import { statfsSync } from 'node:fs'
import { type FsDirectory, type FsEntry, type FsObject, type FsPath, ROOT, type Usage } from '@tranship/core/backend'
import { demandObject } from './condition.js'
import { existingDirectory, locateBelow, makeDirectories, statusOf } from './directories.js'
import { classified } from './errors.js'
import { directoryOf, objectOf } from './file-entry.js'
import { setTimeAt } from './file-time.js'
import { locate } from './native-path.js'

/** A file by its path. The root is never one. */
export function statFile(root: string, path: FsPath): FsObject {
  if (path === ROOT) existingDirectory(root, path)
  const at = locateBelow(root, path)
  return objectOf(path, demandObject(at, statusOf(at)))
}

export function makeDirectory(root: string, path: FsPath): FsDirectory {
  makeDirectories(root, path)
  return directoryOf(path, existingDirectory(root, path).status)
}

/** Sets the modification time of what was listed as `entry`, to the microsecond. */
export function setModTime(root: string, entry: FsObject | FsDirectory, time: bigint): FsEntry {
  const { path } = entry
  if (entry.kind === 'directory') {
    const { at } = existingDirectory(root, path)
    return directoryOf(
      path,
      classified(at, () => setTimeAt(at.native, time)),
    )
  }
  const at = locateBelow(root, path)
  demandObject(at, statusOf(at), entry)
  return objectOf(
    path,
    classified(at, () => setTimeAt(at.native, time)),
  )
}

/** The room of the file system that holds the root. */
export function usage(root: string): Usage {
  const { blocks, bfree, bavail, bsize } = classified(locate(root, ROOT), () => statfsSync(root))
  return { total: blocks * bsize, used: (blocks - bfree) * bsize, free: bavail * bsize }
}
