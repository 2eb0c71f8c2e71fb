import {
  type FsDirectory,
  type FsEntry,
  FsError,
  type FsErrorKind,
  type FsObject,
  type FsPath,
  fromDate,
  type Hashes,
  joinPath,
} from '@tranship/core/backend'
import type { Export } from './documents.js'
import type { Drive } from './drive.js'
import { type DriveFile, entryId, FOLDER, isDocument, SHORTCUT, type ShownFile } from './file.js'
import { shownSegment } from './names.js'
import { followed } from './shortcuts.js'

export interface Showing {
  /** Whether a folder is the directory itself, or one that it is in. */
  isAbove(id: string): boolean
  readonly signal: AbortSignal
}

/** Files of one directory as its entries; those that the remote does not show are left out. */
export async function entriesOf(drive: Drive, directory: FsPath, files: readonly DriveFile[], showing: Showing): Promise<FsEntry[]> {
  const told = files.map((file) => (isPlain(file) ? plainEntry(directory, file) : unusualEntry(drive, directory, file, showing)))
  const entries = told.some((each) => each instanceof Promise) ? await Promise.all(told) : (told as FsEntry[])
  return entries.filter((entry) => entry !== undefined)
}

export function objectOf(path: FsPath, file: ShownFile, exported?: Export): FsObject {
  const { size, modifiedTime } = file
  const version = versionOf(file)
  const hashes = hashesOf(file)
  return {
    kind: 'object',
    path,
    id: entryId(file),
    mimeType: exported?.mimeType ?? file.mimeType,
    ...(exported === undefined && size !== undefined && { size: Number(size) }),
    ...(modifiedTime !== undefined && { modTime: timeOf(modifiedTime) }),
    ...(hashes !== undefined && { hashes }),
    ...(version !== undefined && { version }),
  }
}

export function directoryOf(path: FsPath, file: ShownFile): FsDirectory {
  const { modifiedTime } = file
  return { kind: 'directory', path, id: entryId(file), ...(modifiedTime !== undefined && { modTime: timeOf(modifiedTime) }) }
}

/** Of a file with bytes its revision; of a document any change counts. */
export function versionOf({ headRevisionId, md5Checksum, version, mimeType }: DriveFile): string | undefined {
  return isDocument(mimeType) ? version : (headRevisionId ?? md5Checksum)
}

/** Nanoseconds since the epoch, from RFC 3339. */
function timeOf(text: string): bigint {
  return fromDate(new Date(text))
}

function hashesOf({ md5Checksum: md5, sha1Checksum: sha1, sha256Checksum: sha256 }: DriveFile): Hashes | undefined {
  if (md5 === undefined && sha1 === undefined && sha256 === undefined) return undefined
  return { ...(md5 !== undefined && { md5 }), ...(sha1 !== undefined && { sha1 }), ...(sha256 !== undefined && { sha256 }) }
}

function isPlain({ mimeType }: DriveFile): boolean {
  return mimeType !== SHORTCUT && !isDocument(mimeType)
}

function plainEntry(directory: FsPath, file: ShownFile): FsEntry {
  const segment = shownSegment(file.name)
  if (segment === undefined) return unreadable(directory, file.name, 'invalid-path', 'the name is no Unicode text')
  const path = joinPath(directory, segment)
  return file.mimeType === FOLDER ? directoryOf(path, file) : objectOf(path, file)
}

/** A document, or a shortcut to anything. */
async function unusualEntry(
  { session, documents }: Drive,
  directory: FsPath,
  listed: DriveFile,
  { isAbove, signal }: Showing,
): Promise<FsEntry | undefined> {
  const { skipsDangling, skipsDocuments, skipsShortcuts } = session.settings
  if (listed.mimeType === SHORTCUT && skipsShortcuts) return undefined
  const file = await followed(session, listed, directory, signal)
  if (file === undefined)
    return skipsDangling ? undefined : unreadable(directory, listed.name, 'not-found', 'the shortcut leads to a file that is gone')
  if (file.mimeType === FOLDER && isAbove(file.id)) {
    return unreadable(directory, file.name, 'unsupported', 'the shortcut leads to a directory that it is in')
  }
  if (!isDocument(file.mimeType)) return plainEntry(directory, file)
  const exported = skipsDocuments ? undefined : await documents.exportOf(file.mimeType, signal)
  if (exported === undefined) {
    if (!skipsDocuments)
      session.context.log('info', `left out: ${file.mimeType} is exported to none of the export_formats`, `${directory}/${file.name}`)
    return undefined
  }
  const segment = shownSegment(`${file.name}.${exported.extension}`)
  if (segment === undefined) return unreadable(directory, file.name, 'invalid-path', 'the name is no Unicode text')
  return objectOf(joinPath(directory, segment), file, exported)
}

function unreadable(directory: FsPath, name: string, kind: FsErrorKind, problem: string): FsEntry {
  const path = joinPath(directory, shownSegment(name.toWellFormed()) ?? '?')
  return { kind: 'unreadable', path, cause: new FsError(kind, problem, { path }) }
}
