import { rmdirSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FsObject, FsPath } from '@tranship/core/backend'
import { demandObject } from './condition.js'
import { existingDirectory, locateBelow, statusOf } from './directories.js'
import { classified, failure } from './errors.js'
import type { Located } from './native-path.js'

export function removeFile(root: string, object: FsObject): void {
  const at = locateBelow(root, object.path)
  demandObject(at, statusOf(at), object)
  classified(at, () => unlinkSync(at.native))
}

export function removeDirectory(root: string, path: FsPath): void {
  const at = removableDirectory(root, path)
  classified(at, () => rmdirSync(at.native))
}

/** A directory that may be removed or get another name. Throws `denied` for the one that holds all files of this machine. */
export function removableDirectory(root: string, path: FsPath): Located {
  const { at } = existingDirectory(root, path)
  if (dirname(at.native) === at.native) throw failure('denied', 'the root of the file system stays', at)
  return at
}
