import { renameSync, unlinkSync } from 'node:fs'
import { type CopyOptions, type FsObject, type FsPath, parentOf } from '@tranship/core/backend'
import { classified, codeOf, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { linkPath } from '../names/link-text.js'
import { type Located, locate } from '../names/locate.js'
import { isWithin } from '../names/native-path.js'
import { removableDirectory, removeFile } from '../removing/remove.js'
import { demandObject, demandReplaceable } from '../status/condition.js'
import { makeDirectories } from '../status/directories.js'
import { objectOf } from '../status/file-entry.js'
import { statusOf } from '../status/file-status.js'
import { setTimeAt } from '../status/file-time.js'
import { lookAt, lookForWriting } from '../status/look.js'
import { copyFile } from './copy-file.js'
import { isSameFile, isSameName, sourceRoot } from './same-machine.js'

/** Moves a file by renaming it; onto another file system, or where a link is in play, by copying it and removing it then. */
export async function moveFile(root: LocalRoot, object: FsObject, to: FsPath, options: CopyOptions = {}): Promise<FsObject> {
  options.signal?.throwIfAborted()
  const source = sourceRoot(root, object, options)
  const { at: from, found } = lookForWriting(source, object.path)
  const { status, asLink, byLink } = demandObject(found, from, object)
  const target = locate(root, to)
  makeDirectories(root, parentOf(to))
  const old = lookAt(root, target)
  if (isSameFile(status, old?.status) && isSameName(found?.at ?? from, old?.at ?? target)) return objectOf(root, to, status)
  demandReplaceable(target, old, options.replaces)
  const isPlain = !asLink && !byLink && !(root.links === 'text' && (linkPath(to) !== undefined || old?.status.isSymbolicLink()))
  if (!isPlain || !renamed(from, target)) {
    const moved = await copyFile(root, object, to, options)
    removeFile(source, object)
    return moved
  }
  if (isSameFile(status, old?.status)) classified(from, () => unlinkSync(from.native)) // renaming one hard link onto another does nothing
  const { modTime } = options
  if (modTime !== undefined && !root.options.no_set_modtime) classified(target, () => setTimeAt(target.native, modTime))
  return objectOf(root, to, demandObject(lookAt(root, target), target).status)
}

/** Moves a directory by renaming it. Throws `already-exists` where anything is, `unsupported` onto another file system. */
export function moveDirectory(root: LocalRoot, path: FsPath, to: FsPath, options: CopyOptions = {}): void {
  const source = removableDirectory(sourceRoot(root, undefined, options), path)
  const target = locate(root, to)
  if (statusOf(target) !== undefined) throw failure('already-exists', 'exists already', target)
  if (isWithin(target.native, source.native)) throw failure('invalid-path', 'a directory cannot be moved into itself', target)
  makeDirectories(root, parentOf(to))
  classified(target, () => renameSync(source.native, target.native))
}

/** False when the two are not on one file system. */
function renamed(from: Located, to: Located): boolean {
  return classified(to, () => {
    try {
      renameSync(from.native, to.native)
      return true
    } catch (error) {
      if (codeOf(error) === 'EXDEV') return false
      throw error
    }
  })
}
