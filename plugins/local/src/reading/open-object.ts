import { closeSync, fstatSync } from 'node:fs'
import { type FsObject, parentOf } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { type Located, locate } from '../names/locate.js'
import { demandObject } from '../status/condition.js'
import { demandNoLinkOnTheWay } from '../status/directories.js'
import { locateForReading } from '../status/look.js'
import { type Opened, openToRead } from './open-file.js'

/** A file that was listed and is open for reading. */
export interface OpenedObject extends Opened {
  readonly at: Located
}

/**
 * Opens what was listed as `object`. Throws `denied` where a symbolic link leads there that is not to be followed. Where the object has
 * a version, which no other file has, the file itself tells that no link led elsewhere: then its directories are only looked at when
 * it is not the one.
 */
export function openObject(root: LocalRoot, object: FsObject): OpenedObject {
  if (object.version === undefined) return opened(root, locateForReading(root, object.path), object)
  const at = locate(root, object.path)
  try {
    return opened(root, at, object)
  } catch (error) {
    if (root.links !== 'follow') demandNoLinkOnTheWay(root, parentOf(object.path))
    throw error
  }
}

function opened(root: LocalRoot, at: Located, object: FsObject): OpenedObject {
  const file = openToRead(root, at)
  try {
    return { ...demandObject(file, at, object), at }
  } catch (error) {
    closeSync(file.fd)
    throw error
  }
}

/** Throws `mismatch` when the file is no longer as it was opened; not where the root does not mind. */
export function demandUnchanged({ options }: LocalRoot, { at, fd, status }: OpenedObject): undefined {
  if (options.no_check_updated) return
  const now = classified(at, () => fstatSync(fd, { bigint: true }))
  if (status.size !== now.size || status.mtimeNs !== now.mtimeNs) throw failure('mismatch', 'the file changed while it was read', at)
}
