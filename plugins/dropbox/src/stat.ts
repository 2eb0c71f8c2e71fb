import { FsError, type FsObject, type FsPath, isFsError } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Call, Session } from './client.js'
import { objectOf, spelled } from './entries.js'

/** One file. A directory is `is-directory`. */
export async function statObject(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { names } = session.settings
  const stored = names.stored(path)
  if (stored === '') throw isDirectory(path)
  const metadata = await session.ask({ path, signal }, (dropbox) => dropbox.filesGetMetadata({ path: stored }))
  if (metadata['.tag'] !== 'file') throw isDirectory(path)
  if (metadata.is_downloadable === false)
    throw new FsError('unsupported', 'Dropbox does not give its content: it can only be exported', { path })
  return objectOf(spelled(names, path, metadata), metadata)
}

/** What is at a path, whatever it is; undefined where nothing is. Asked again while the answer fails in a way that may pass. */
export async function lookUp(
  session: Session,
  path: FsPath,
  { signal, isHeld = false }: Pick<Call, 'signal' | 'isHeld'>,
): Promise<files.FileMetadataReference | files.FolderMetadataReference | undefined> {
  const call: Call = { path, signal, isHeld }
  try {
    const found = await session.steadily(call, (dropbox) => dropbox.filesGetMetadata({ path: session.settings.names.stored(path) }))
    return found['.tag'] === 'deleted' ? undefined : found
  } catch (error) {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  }
}

function isDirectory(path: FsPath): FsError {
  return new FsError('is-directory', 'it is a directory', { path })
}
