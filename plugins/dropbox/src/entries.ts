import { type FsDirectory, type FsEntry, FsError, type FsObject, type FsPath, fromDate, joinPath, parentOf } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Session } from './client.js'
import { isSameName, type Names } from './names.js'

/** What listings tell of: a file, a directory, or that there is none any more. */
export type Listed = files.FileMetadataReference | files.FolderMetadataReference | files.DeletedMetadataReference

/** A file at a path, as the service tells of it. */
export function objectOf(path: FsPath, file: files.FileMetadata): FsObject {
  return {
    kind: 'object',
    path,
    size: file.size,
    modTime: fromDate(new Date(file.client_modified)),
    lastModified: fromDate(new Date(file.server_modified)),
    ...(file.content_hash !== undefined && { hashes: { dropbox: file.content_hash } }),
    id: file.id,
    version: file.rev,
  }
}

export function directoryOf(path: FsPath, { id }: files.FolderMetadata): FsDirectory {
  return { kind: 'directory', path, id }
}

/** The entry of a directory, in the spelling in which it is stored; undefined for what has no content to give, which is told. */
export function entryIn(session: Session, directory: FsPath, listed: Listed): FsEntry | undefined {
  const { names, skipsSharedFolders } = session.settings
  if (listed['.tag'] === 'deleted') return undefined
  const name = names.shown(listed.name)
  if (name === undefined) {
    const path = joinPath(directory, listed.name.toWellFormed().replaceAll(/[\0/]/g, '\u{fffd}'))
    return { kind: 'unreadable', path, cause: new FsError('invalid-path', 'its name is no name of a file', { path }) }
  }
  const path = joinPath(directory, name)
  if (listed['.tag'] === 'folder') return skipsSharedFolders && isShared(listed) ? undefined : directoryOf(path, listed)
  if (listed.is_downloadable !== false) return objectOf(path, listed)
  session.context.log('notice', 'left out: a document that Dropbox only exports', path)
  return undefined
}

function isShared({ sharing_info: sharing }: files.FolderMetadata): boolean {
  return sharing?.shared_folder_id !== undefined
}

/**
 * The path in the spelling in which it is stored. Of the spelling that the service shows only the name is to be relied upon, so
 * a directory above is spelled as asked for unless the service shows just that in other letters.
 */
export function spelled(names: Names, asked: FsPath, { name, path_display: display }: files.FileMetadata | files.FolderMetadata): FsPath {
  const last = names.shown(name)
  if (last === undefined) return asked
  const parent = parentOf(asked)
  const shown = (display ?? '').split('/').slice(1, -1).map(names.shown).join('/')
  const isAlike = shown.length === parent.length && isSameName(shown, parent)
  return joinPath(isAlike ? (shown as FsPath) : parent, last)
}
