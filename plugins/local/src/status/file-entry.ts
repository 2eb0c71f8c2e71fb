import { type BigIntStats, constants, type Dirent } from 'node:fs'
import type { FsDirectory, FsObject, FsPath } from '@tranship/core/backend'
import type { LinkView, LocalRoot } from '../local-root.js'

/** What a name of a directory can stand for. */
export type FileKind = 'file' | 'directory' | 'symbolic link' | 'named pipe' | 'socket' | 'device'

/** The kind of what a directory tells of. */
export function kindOf(entry: Dirent | Dirent<Buffer>): FileKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  if (entry.isSymbolicLink()) return 'symbolic link'
  if (entry.isFIFO()) return 'named pipe'
  return entry.isSocket() ? 'socket' : 'device'
}

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK, S_IFIFO, S_IFSOCK } = constants

const KINDS: ReadonlyMap<number | undefined, FileKind> = new Map<number | undefined, FileKind>([
  [S_IFREG, 'file'],
  [S_IFDIR, 'directory'],
  [S_IFLNK, 'symbolic link'],
  [S_IFIFO, 'named pipe'],
  [S_IFSOCK, 'socket'],
])

/** The kind of what has this status: what its methods tell, which for a status in big integers cost as much as reading it. */
export function kindOfStatus({ mode }: BigIntStats): FileKind {
  return KINDS.get(Number(mode) & S_IFMT) ?? 'device'
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
