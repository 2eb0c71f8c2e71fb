import type { BigIntStats, Dirent } from 'node:fs'
import type { FsDirectory, FsObject, FsPath } from '@tranship/core/backend'
import type { LinkView, LocalRoot } from './local-root.js'

/** What a name of a directory can stand for. */
export type FileKind = 'file' | 'directory' | 'symbolic link' | 'named pipe' | 'socket' | 'device'

/** What both a directory's entry and a file's status can tell. */
type Typed = Pick<Dirent | BigIntStats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>

export function kindOf(file: Typed): FileKind {
  if (file.isFile()) return 'file'
  if (file.isDirectory()) return 'directory'
  if (file.isSymbolicLink()) return 'symbolic link'
  if (file.isFIFO()) return 'named pipe'
  return file.isSocket() ? 'socket' : 'device'
}

/** A power of two: such a text is made in half the time that decimal digits take. */
const DIGITS = 32

/**
 * Differs whenever the bytes differ, as far as the clock of the file system can tell: the time of change (ctime) moves
 * also when a program puts the modification time back.
 */
export function versionOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino.toString(DIGITS)}-${size.toString(DIGITS)}-${mtimeNs.toString(DIGITS)}-${ctimeNs.toString(DIGITS)}`
}

/** The id of an object that is seen by way of links, so that another Fs of this machine finds it as well. */
const ID: Readonly<Record<LinkView, string | undefined>> = { skip: undefined, follow: 'followed', text: 'link' }

/** How links were seen where an object of another Fs was listed. */
export function viewOf(object: FsObject): LinkView {
  return object.id === ID.follow ? 'follow' : object.id === ID.text ? 'text' : 'skip'
}

export function objectOf(root: Pick<LocalRoot, 'timeOf' | 'links'>, path: FsPath, status: BigIntStats): FsObject {
  const object: FsObject = { kind: 'object', path, size: Number(status.size), modTime: root.timeOf(status), version: versionOf(status) }
  if (root.links === 'skip' || (root.links === 'text' && !status.isSymbolicLink())) return object
  return { ...object, id: ID[root.links] as string }
}

export function directoryOf(root: Pick<LocalRoot, 'timeOf'>, path: FsPath, status: BigIntStats): FsDirectory {
  return { kind: 'directory', path, modTime: root.timeOf(status) }
}
