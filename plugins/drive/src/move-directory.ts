import { type CopyOptions, type FsDirectory, FsError, type FsPath, isBelow, joinPath, parentOf, ROOT } from '@tranship/core/backend'
import type { Folder } from './directories.js'
import type { Drive } from './drive.js'
import { getFile, patchFile } from './files.js'
import { checkThere, folderById, pathOf } from './listing.js'
import { lookUp } from './lookup.js'
import { checkPath, storedNameOf } from './names.js'

/** Moves a directory as it is, with one request however much is in it. All folders of a path go; of an entry its own. */
export async function moveDirectory(drive: Drive, directory: FsPath | FsDirectory, target: FsPath, options: CopyOptions): Promise<void> {
  const { session, directories, turns } = drive
  const { signal = session.context.signal, from } = options
  const given = pathOf(directory)
  const path = checkPath(from === undefined ? given : joinPath(checkPath(from.path), given))
  const to = checkPath(target)
  signal.throwIfAborted()
  if (path === ROOT || to === ROOT) throw new FsError('unsupported', 'the root of a drive cannot be moved', { path: to })
  if (to === path || isBelow(to, path)) throw new FsError('invalid-path', 'a directory cannot be moved into itself', { path: to })
  const id = typeof directory === 'string' ? undefined : directory.id
  const folders = id === undefined ? await directories.existing(path, signal) : [folderById(id)]
  await checkThere(drive, path, folders, signal)

  await turns(to, signal, async () => {
    const there = await lookUp(drive, to, signal)
    if (there.files.length > 0 || there.folders.length > 0) throw new FsError('already-exists', 'something is there already', { path: to })
    directories.forget(path)
    for (const folder of folders) await directories.within(parentOf(to), signal, (parent) => moveFolder(drive, folder, parent, to, signal))
    directories.forget(path)
    directories.forget(to)
  })
}

async function moveFolder({ session }: Drive, folder: Folder, parent: Folder, to: FsPath, signal: AbortSignal): Promise<void> {
  const own = folder.shortcut ?? folder.id
  const { parents = [], modifiedTime } = await getFile(session, own, to, signal)
  await patchFile(session, own, {
    json: { name: storedNameOf(to), ...(folder.shortcut === undefined && { modifiedTime }) },
    query: parents.includes(parent.id) ? {} : { addParents: parent.id, removeParents: parents.join(',') },
    path: to,
    signal,
  })
}
