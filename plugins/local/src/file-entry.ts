import type { BigIntStats, Dirent } from 'node:fs'
import type { FsDirectory, FsObject, FsPath } from '@tranship/core/backend'

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

/**
 * Differs whenever the bytes differ, as far as the clock of the file system can tell: the time of change (ctime) moves
 * also when a program puts the modification time back.
 */
export function versionOf(status: BigIntStats): string {
  return `${status.ino}-${status.size}-${status.mtimeNs}-${status.ctimeNs}`
}

export function objectOf(path: FsPath, status: BigIntStats): FsObject {
  return { kind: 'object', path, size: Number(status.size), modTime: status.mtimeNs, version: versionOf(status) }
}

export function directoryOf(path: FsPath, status: BigIntStats): FsDirectory {
  return { kind: 'directory', path, modTime: status.mtimeNs }
}
