import { FsError, type FsObject } from '@tranship/core/backend'
import type { files } from 'dropbox'
import { objectOf, spelled } from '../entries.js'
import { inPlaceOf } from '../replace.js'
import { type Commit, secondsText, type Write } from './write.js'

/** Writes the content, which the service has or is sent, as a file. */
export type Commits = (commit: Commit) => Promise<files.FileMetadata>

/**
 * Makes the file, and sees that it has the time that was asked for, if one was: Dropbox keeps a file with its old time when it is sent
 * the same content, so the old one must go before. `digest` is the content hash, if it is known; `again` does the work once more, where that can be done.
 */
export async function committed(write: Write, digest: string | undefined, commit: Commits, again: Commits | undefined): Promise<FsObject> {
  const { session, path, signal, options } = write
  const anew: Commit = { ...write.commit, mode: { '.tag': 'add' }, strict_conflict: true }
  const replacing = (rev: string, commits: Commits) => inPlaceOf(session, { path, rev }, signal, () => commits(anew))

  const old = versionToTouch(write, digest)
  let file = old === undefined ? await commit(write.commit) : await replacing(old, commit)
  const isSame = digest === undefined || file.content_hash === undefined || file.content_hash === digest
  if (!isSame) {
    const text = `Dropbox stored bytes with the content hash ${file.content_hash}, sent were bytes with ${digest}`
    throw new FsError('mismatch', `${text}; the version before is among the deleted files`, { path })
  }
  if (options.modTime !== undefined && file.client_modified !== write.commit.client_modified) {
    if (again === undefined) session.context.log('notice', 'it keeps its old time: its content was the same', path)
    else file = await replacing(file.rev, again)
  }
  return objectOf(spelled(session.settings.names, path, file), file)
}

/** The version that is there, where it has the same content and is to get another time. */
function versionToTouch({ commit, options: { replaces, modTime } }: Write, digest: string | undefined): string | undefined {
  if (modTime === undefined) return undefined
  if (typeof replaces !== 'object' || digest === undefined || replaces.hashes?.dropbox !== digest) return undefined
  if (replaces.modTime === undefined || secondsText(replaces.modTime) === commit.client_modified) return undefined
  return replaces.version
}
