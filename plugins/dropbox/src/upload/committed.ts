import { FsError, type FsObject } from '@tranship/core/backend'
import type { files } from 'dropbox'
import { objectOf, spelled } from '../entries.js'
import { inPlaceOf } from '../replace.js'
import type { Commit, Write } from './write.js'

/** Writes the content, which the service has or is sent, as a file. */
export type Commits = (commit: Commit) => Promise<files.FileMetadata>

/**
 * Makes the file, and sees that it has its time. Dropbox keeps a file with its old time when it is sent the same content: then
 * the old one must go before. `digest` is the content hash, if it is known; `again` does the work once more, if it can be done.
 */
export async function committed(
  write: Write,
  digest: string | undefined,
  commit: Commits,
  again: Commits | undefined = commit,
): Promise<FsObject> {
  const { session, path, signal, options } = write
  const { replaces } = options
  const anew: Commit = { ...write.commit, mode: { '.tag': 'add' }, strict_conflict: true }
  const replacing = (rev: string, commits: Commits) => inPlaceOf(session, { path, rev }, signal, () => commits(anew))

  const old = typeof replaces === 'object' && isTouched(write, replaces, digest) ? replaces.version : undefined
  let file = old === undefined ? await commit(write.commit) : await replacing(old, commit)
  const isSame = digest === undefined || file.content_hash === undefined || file.content_hash === digest
  if (isSame && file.client_modified !== write.commit.client_modified && again !== undefined) file = await replacing(file.rev, again)

  if (digest !== undefined && file.content_hash !== undefined && file.content_hash !== digest) {
    const text = `Dropbox stored bytes with the content hash ${file.content_hash}, sent were bytes with ${digest}`
    throw new FsError('mismatch', `${text}; the version before is among the deleted files`, { path })
  }
  return objectOf(spelled(session.settings.names, path, file), file)
}

/** Whether the same content is to get another time. */
function isTouched({ commit }: Write, { hashes, modTime }: FsObject, digest: string | undefined): boolean {
  if (digest === undefined || hashes?.dropbox !== digest || modTime === undefined) return false
  return modTime !== BigInt(Date.parse(commit.client_modified)) * 1_000_000n
}
