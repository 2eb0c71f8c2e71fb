import { type FsDirectory, FsError, type FsObject, type FsPath, ROOT } from '@tranship/core/backend'
import { inDirectory } from './directories.js'
import type { Drive } from './drive.js'
import { EVERYWHERE, fileTarget, patchFile, searchPages } from './files.js'
import { checkThere, foldersOf, pathOf } from './listing.js'
import { idsOfObject } from './lookup.js'
import { checkPath } from './names.js'
import { allOf } from './query.js'

/** Removes a file, or the shortcut by which it is seen. */
export async function removeObject(drive: Drive, object: FsObject, signal: AbortSignal): Promise<void> {
  const { own } = await idsOfObject(drive, object, signal)
  await removeById(drive, own, object.path, signal)
}

/** Moves to the trash, or removes for good what is there already, or where the remote uses none. */
export async function removeById({ session, trashed }: Drive, id: string, path: string, signal: AbortSignal | undefined): Promise<void> {
  const { usesTrash, trashedOnly } = session.settings
  if (usesTrash && !trashedOnly) {
    await patchFile(session, id, { json: { trashed: true }, path, signal })
    trashed.add(id)
  } else await session.request({ method: 'DELETE', to: fileTarget(id), query: EVERYWHERE, path, signal })
}

/** Removes an empty directory. */
export async function removeDirectory(drive: Drive, directory: FsPath | FsDirectory, signal: AbortSignal): Promise<void> {
  const { session } = drive
  const { path, folders } = await removable(drive, directory, signal)
  for (const folder of folders) {
    if (folder.shortcut !== undefined) continue
    const q = allOf([inDirectory(session, path, [folder]), 'trashed = false'])
    for await (const page of searchPages(session, { q, pageSize: 1, path, signal })) {
      if (page.length > 0) throw new FsError('not-empty', 'the directory is not empty', { path })
    }
  }
  await removeFolders(drive, path, folders, signal)
}

/** Removes a directory and everything below it; of a shortcut the shortcut. */
export async function purge(drive: Drive, directory: FsPath | FsDirectory, signal: AbortSignal): Promise<void> {
  const { path, folders } = await removable(drive, directory, signal)
  await removeFolders(drive, path, folders, signal)
}

async function removable(drive: Drive, directory: FsPath | FsDirectory, signal: AbortSignal) {
  const path = checkPath(pathOf(directory))
  signal.throwIfAborted()
  if (path === ROOT) throw new FsError('unsupported', 'the root of a drive cannot be removed', { path })
  const wasRemembered = typeof directory !== 'string' || drive.directories.isRemembered(path)
  const folders = await foldersOf(drive, directory, signal)
  if (wasRemembered) await checkThere(drive, path, folders, signal)
  return { path, folders: folders.map(({ id, shortcut }) => ({ id, ...(shortcut !== undefined && { shortcut }) })) }
}

async function removeFolders(
  drive: Drive,
  path: FsPath,
  folders: readonly { readonly id: string; readonly shortcut?: string }[],
  signal: AbortSignal,
): Promise<void> {
  drive.directories.forget(path)
  for (const { id, shortcut } of folders) await removeById(drive, shortcut ?? id, path, signal)
  drive.directories.forget(path) // somebody may have looked meanwhile
}
