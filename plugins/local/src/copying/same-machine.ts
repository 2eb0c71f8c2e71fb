import type { BigIntStats } from 'node:fs'
import type { ByteSource, CopyOptions, FsObject } from '@tranship/core/backend'
import { directoryAt, type LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { directoryOfNative, isSameNative, readableName } from '../names/native-path.js'
import { readFile } from '../reading/read-file.js'
import { viewOf } from '../status/file-entry.js'
import { realPath } from '../status/file-status.js'

/** The root that an object to be copied or moved is below, and the way in which it was seen there. */
export function sourceRoot(root: LocalRoot, object: FsObject | undefined, { from }: Pick<CopyOptions, 'from'>): LocalRoot {
  if (from === undefined) return root
  const links = object === undefined ? 'skip' : viewOf(object)
  const known = root.others.get(from)
  if (known?.links === links) return known
  const other = { ...root, directory: directoryAt(root, from), links }
  root.others.set(from, other)
  return other
}

/** A file as a source for another place. */
export function sourceOf(root: LocalRoot, object: FsObject): ByteSource {
  return {
    ...(object.size !== undefined && { size: object.size }),
    repeatable: true,
    open: (range, opening) => readFile(root, object, { ...opening, ...(range && { range }) }),
  }
}

export function isSameFile(status: BigIntStats, other: BigIntStats | undefined): boolean {
  return other !== undefined && status.ino === other.ino && status.dev === other.dev
}

/** Whether two places of one file are one place: else the file has two names. */
export function isSameName(a: Located, b: Located): boolean {
  if (isSameNative(a.native, b.native)) return true
  const above = (at: Located) => realPath({ path: at.path, native: directoryOfNative(at.native) })
  return readableName(a.native) === readableName(b.native) && isSameNative(above(a), above(b))
}
