import { FsError, isFsError } from '@tranship/core/backend'
import type { DriveFile } from '../file.js'
import { EVERYWHERE, fileTarget, getFile } from '../files.js'
import type { Sent, Write } from './write.js'

/**
 * Compares what Drive says it has stored with what was sent. Drive tells only when it has stored it: what is wrong is then
 * taken back, a new file as a whole, of an old one the revision.
 */
export async function verified(write: Write, file: DriveFile, { size, hashes }: Sent): Promise<DriveFile> {
  const { path } = write
  const isSame = file.size === undefined || Number(file.size) === size
  if (isSame && (hashes.md5 === undefined || file.md5Checksum === undefined || file.md5Checksum === hashes.md5)) return file
  const outcome = await takenBack(write, file)
  const text = `Drive stored ${file.size} bytes with the MD5 ${file.md5Checksum}, sent were ${size} with ${hashes.md5}: ${outcome}`
  throw new FsError('mismatch', text, { path })
}

/** Gives in words what has become of it. */
async function takenBack({ drive: { session }, target, path }: Write, file: DriveFile): Promise<string> {
  const { id, headRevisionId } = file
  const query = { ...EVERYWHERE }
  try {
    if (target.kind === 'create') {
      await session.steadyRequest({ method: 'DELETE', to: fileTarget(id), query, path })
      return 'the new file was removed'
    }
    if (headRevisionId === undefined) return 'the old file is lost'
    await session.steadyRequest({ method: 'DELETE', to: `${fileTarget(id)}/revisions/${encodeURIComponent(headRevisionId)}`, path })
    const now = await getFile(session, id, path, undefined)
    return now.headRevisionId === headRevisionId ? 'the old file is lost' : 'the old file is as it was'
  } catch (error) {
    if (!isFsError(error)) throw error
    return `it could not be taken back: ${error.message}`
  }
}
