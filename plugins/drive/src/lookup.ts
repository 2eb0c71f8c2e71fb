import { FsError, type FsObject, type FsPath, parentOf, ROOT } from '@tranship/core/backend'
import { type Folder, folderOf, inDirectory } from './directories.js'
import { type Export, namesOfDocument } from './documents.js'
import type { Drive } from './drive.js'
import { objectOf } from './entries.js'
import { type DriveFile, type FileIds, FOLDER, idsOf, inRank, isDocument, SHORTCUT, type ShownFile } from './file.js'
import { searched } from './files.js'
import { checkPath, storedNameOf } from './names.js'
import { allOf, namedAny } from './query.js'
import type { Settings } from './settings.js'
import { followed } from './shortcuts.js'

/** A file at a path, and how it is downloaded if it is a document. */
interface Found {
  readonly file: ShownFile
  readonly exported?: Export
}

export interface AtPath {
  /** The first stands for the path. */
  readonly files: readonly Found[]
  readonly folders: readonly Folder[]
}

/** Everything that a path names, in one search once its directory is known. A missing directory has nothing in it. */
export async function lookUp(drive: Drive, path: FsPath, signal: AbortSignal): Promise<AtPath> {
  const { session, directories } = drive
  const { settings } = session
  const directory = parentOf(path)
  const parents = await directories.find(directory, signal)
  if (parents.length === 0) return { files: [], folders: [] }
  const name = storedNameOf(path)
  const names = [name, ...(settings.skipsDocuments ? [] : namesOfDocument(name, settings.exportFormats))]
  const q = allOf([inDirectory(session, directory, parents), namedAny(names), trashCondition(settings)])
  const candidates = (await searched(session, { q, path, signal })).filter((file) => names.includes(file.name))
  const found = await Promise.all(candidates.map((file) => shownAs(drive, file, name, path, signal)))
  const there = found.filter((each) => each !== undefined).sort((a, b) => inRank(a.file, b.file))
  return {
    files: there.filter(({ file }) => file.mimeType !== FOLDER),
    folders: there.flatMap(({ file }) => (file.mimeType === FOLDER ? [folderOf(file)] : [])),
  }
}

/** The object at a path with all its fields. */
export async function statObject(drive: Drive, path: string, signal: AbortSignal): Promise<FsObject> {
  const { file, exported } = await fileAt(drive, checkPath(path), signal)
  return objectOf(path as FsPath, file, exported)
}

/** What an object is found by: the id that it carries, or the one of what is at its path. */
export async function idsOfObject(drive: Drive, object: FsObject, signal: AbortSignal): Promise<FileIds> {
  const path = checkPath(object.path)
  signal.throwIfAborted()
  const ids = idsOf(object.id ?? (await statObject(drive, path, signal)).id ?? '')
  if (drive.trashed.has(ids.own)) throw new FsError('not-found', 'the file is in the trash', { path })
  return ids
}

async function fileAt(drive: Drive, path: FsPath, signal: AbortSignal): Promise<Found> {
  signal.throwIfAborted()
  if (path === ROOT) throw new FsError('is-directory', 'it is a directory', { path })
  const { files, folders } = await lookUp(drive, path, signal)
  if (files[0] !== undefined) return files[0]
  if (folders.length > 0) throw new FsError('is-directory', 'it is a directory', { path })
  throw new FsError('not-found', 'no such file', { path })
}

/** What of a directory the remote shows. */
export function trashCondition({ trashedOnly }: Settings): string {
  return trashedOnly ? `(mimeType = '${FOLDER}' or trashed = true)` : 'trashed = false'
}

/** The file as it is shown, if that is by this name. */
async function shownAs(drive: Drive, listed: DriveFile, name: string, path: FsPath, signal: AbortSignal): Promise<Found | undefined> {
  const { session, documents } = drive
  if (listed.mimeType === SHORTCUT && session.settings.skipsShortcuts) return undefined
  const file = await followed(session, listed, path, signal)
  if (file === undefined) return undefined
  if (!isDocument(file.mimeType)) return file.name === name ? { file } : undefined
  if (session.settings.skipsDocuments) return undefined
  const exported = await documents.exportOf(file.mimeType, signal)
  return exported !== undefined && `${file.name}.${exported.extension}` === name ? { file, exported } : undefined
}
