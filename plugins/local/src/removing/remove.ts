import { readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import type { FsObject, FsPath } from '@tranship/core/backend'
import { classified, codeOf, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { child, directoryOfNative, isSameNative } from '../names/native-path.js'
import { isLeftover } from '../names/temporary-name.js'
import { demandObject } from '../status/condition.js'
import { existingDirectory } from '../status/directories.js'
import { lookForWriting } from '../status/look.js'
import { removeQuietly } from '../writing/new-file.js'

/** Removes a file; of one that is reached by a link, the link. */
export function removeFile(root: LocalRoot, object: FsObject): void {
  const { at, found } = lookForWriting(root, object.path)
  const { native } = demandObject(found, at, object).at
  classified(at, () => unlinkSync(native))
}

/** Removes a directory that is empty, or has nothing but what killed runs left behind. */
export function removeDirectory(root: LocalRoot, path: FsPath): void {
  const at = removableDirectory(root, path)
  classified(at, () => {
    try {
      rmdirSync(at.native)
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
      const names = readdirSync(at.native)
      if (!names.every((name) => isLeftover(at.native, name))) throw error
      for (const name of names) removeQuietly(child(at.native, name))
      rmdirSync(at.native)
    }
  })
}

/** A directory that may be removed or get another name. Throws `denied` for the one that holds all files of this machine. */
export function removableDirectory(root: LocalRoot, path: FsPath): Located {
  const { at } = existingDirectory(root, path)
  if (isSameNative(directoryOfNative(at.native), at.native)) throw failure('denied', 'the root of the file system stays', at)
  return at
}
