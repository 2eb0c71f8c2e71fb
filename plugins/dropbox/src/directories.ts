import type { FsDirectory, FsPath } from '@tranship/core/backend'
import type { Session } from './client.js'
import { directoryOf, spelled } from './entries.js'
import { isRefusal } from './errors.js'

/** Makes a directory and its missing parents; one that exists is kept. */
export async function makeDirectory(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsDirectory> {
  const { names } = session.settings
  const stored = names.stored(path)
  signal?.throwIfAborted()
  if (stored === '') return { kind: 'directory', path }
  try {
    const { metadata } = await session.ask({ path, action: 'make directory', signal }, (dropbox) =>
      dropbox.filesCreateFolderV2({ path: stored, autorename: false }),
    )
    return directoryOf(spelled(names, path, metadata), metadata)
  } catch (error) {
    if (!isRefusal(error, 'conflict/folder')) throw error
    return { kind: 'directory', path }
  }
}
