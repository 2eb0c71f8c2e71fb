import { FsError, type FsObject, type PutOptions } from '@tranship/core/backend'
import type { files } from 'dropbox'
import { objectOf, spelled } from '../entries.js'
import { inPlaceOf } from '../replace.js'
import { type Commit, secondsText, type Write } from './write.js'

/** Writes the content, which the service has or is sent, as a file. */
export type Commits = (commit: Commit) => Promise<files.FileMetadata>

/**
 * Makes the file, and sees that it has its time: Dropbox keeps a file with its old time when it is sent the same content, so the old
 * one must go before. `digest` is the content hash, if it is known; `again` does the work once more, where that can be done.
 */
export async function committed(write: Write, digest: string | undefined, commit: Commits, again: Commits | undefined): Promise<FsObject> {
  const { session, path, signal, options } = write
  const anew: Commit = { ...write.commit, mode: { '.tag': 'add' }, strict_conflict: true }
  const replacing = (rev: string, commits: Commits) => inPlaceOf(session, { path, rev }, signal, () => commits(anew))

  const old = versionToTouch(write, options.replaces, digest)
  let file = old === undefined ? await commit(write.commit) : await replacing(old, commit)
  const isSame = digest === undefined || file.content_hash === undefined || file.content_hash === digest
  if (!isSame) {
    const text = `Dropbox stored bytes with the content hash ${file.content_hash}, sent were bytes with ${digest}`
    throw new FsError('mismatch', `${text}; the version before is among the deleted files`, { path })
  }
  if (file.client_modified !== write.commit.client_modified) {
    if (again === undefined) session.context.log('notice', 'it keeps its old time: its content was the same', path)
    else file = await replacing(file.rev, again)
  }
  return objectOf(spelled(session.settings.names, path, file), file)
}

/** The version that is there, where it has the same content and is to get another time. */
function versionToTouch({ commit }: Write, replaces: PutOptions['replaces'], digest: string | undefined): string | undefined {
  if (typeof replaces !== 'object' || digest === undefined || replaces.hashes?.dropbox !== digest) return undefined
  if (replaces.modTime === undefined || secondsText(replaces.modTime) === commit.client_modified) return undefined
  return replaces.version
}
