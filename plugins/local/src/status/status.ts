import { statfsSync } from 'node:fs'
import { type FsDirectory, type FsEntry, type FsObject, type FsPath, ROOT, type Usage } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { type Located, locate } from '../names/locate.js'
import { demandObject } from './condition.js'
import { existingDirectory, makeDirectories, readableDirectory } from './directories.js'
import { directoryOf, objectOf } from './file-entry.js'
import { statusOf } from './file-status.js'
import { setTimeAt } from './file-time.js'
import { lookForReading, lookForWriting } from './look.js'
import { metadataOf, propertiesOf, setProperties } from './metadata.js'

/** A file by its path. The root is never one. */
export function statFile(root: LocalRoot, path: FsPath): FsObject {
  if (path === ROOT) readableDirectory(root, path)
  const { at, found } = lookForReading(root, path)
  return objectOf(root, path, demandObject(found, at).status)
}

export function makeDirectory(root: LocalRoot, path: FsPath): FsDirectory {
  makeDirectories(root, path)
  return directoryOf(root, path, existingDirectory(root, path).status)
}

/** Sets the modification time of what was listed as `entry`, to the microsecond. */
export function setModTime(root: LocalRoot, entry: FsObject | FsDirectory, time: bigint): FsEntry {
  const at = changeable(root, entry)
  classified(at, () => setTimeAt(at.native, time))
  return entryAt(root, entry, at)
}

/** Sets what of the metadata a file can keep: permissions, owner and times. */
export function setMetadata(root: LocalRoot, entry: FsObject | FsDirectory, metadata: Readonly<Record<string, string>>): FsEntry {
  const at = changeable(root, entry)
  const { mtime, atime, ...owned } = propertiesOf(metadata, at, root)
  const status = classified(at, () => {
    const old = statusOf(at)
    if (old !== undefined && !old.isSymbolicLink()) setProperties(at, owned, old, at, root.log)
    return old
  })
  if (status !== undefined && (mtime !== undefined || atime !== undefined)) {
    classified(at, () => setTimeAt(at.native, mtime ?? status.mtimeNs, atime ?? status.atimeNs))
  }
  return entryAt(root, entry, at)
}

export function readMetadata(root: LocalRoot, entry: FsObject | FsDirectory): Readonly<Record<string, string>> {
  if (entry.kind === 'directory') return metadataOf(readableDirectory(root, entry.path).status)
  const { at, found } = lookForReading(root, entry.path)
  return metadataOf(demandObject(found, at).status)
}

/** Where something is whose times and properties are to be changed: never behind a link. */
function changeable(root: LocalRoot, entry: FsObject | FsDirectory): Located {
  if (entry.kind === 'directory') return existingDirectory(root, entry.path).at
  const { at, found } = lookForWriting(root, entry.path)
  const object = demandObject(found, at, entry)
  if (object.byLink) throw failure('unsupported', 'reached by a symbolic link, behind which nothing is changed', at)
  return object.at
}

function entryAt(root: LocalRoot, { kind, path }: FsObject | FsDirectory, at: Located): FsEntry {
  if (kind === 'directory') return directoryOf(root, path, existingDirectory(root, path).status)
  const { found } = lookForWriting(root, path)
  return objectOf(root, path, demandObject(found, at).status)
}

/** The room of the file system that holds the root. */
export function usage(root: LocalRoot): Usage {
  const at = locate(root, ROOT)
  const { blocks, bfree, bavail, bsize } = classified(at, () => statfsSync(at.native))
  return { total: blocks * bsize, used: (blocks - bfree) * bsize, free: bavail * bsize }
}
