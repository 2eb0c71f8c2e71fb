import { type FsDirectory, FsError, type FsObject, type FsPath, isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'
import { isRefusal } from './errors.js'
import { isEmpty, listLevel } from './listing.js'
import { lookUp, statObject } from './stat.js'

/** Removes a file, and no other version of it than is meant: a path alone might name a directory by now. */
export async function removeObject(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path, version = (await statObject(session, path, signal)).version } = object
  const argument = { path: session.settings.names.stored(path), ...(version !== undefined && { parent_rev: version }) }
  await session.ask({ path, action: 'remove', signal }, (dropbox) => dropbox.filesDeleteV2(argument))
}

/** Removes an empty directory. The service has no such request: between looking and removing something may come. */
export async function removeDirectory(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const stored = session.settings.names.stored(path)
  if (!(await isEmpty(session, path, signal))) throw new FsError('not-empty', 'the directory is not empty', { path })
  if (stored === '') return
  await session.ask({ path, action: 'remove', signal }, (dropbox) => dropbox.filesDeleteV2({ path: stored }))
}

/** Removes a directory and everything below it with one request; one with too many files for that piece by piece. */
export async function purgeDirectory(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  if (path === '') return purgeEach(session, path, signal)
  const stored = session.settings.names.stored(path)
  const found = await lookUp(session, path, { signal })
  if (found?.['.tag'] !== 'folder') throw new FsError('not-found', 'no such directory', { path })
  const remove = () => session.ask({ path, action: 'remove', signal }, (dropbox) => dropbox.filesDeleteV2({ path: stored }))
  try {
    await remove()
  } catch (error) {
    if (!isRefusal(error, 'too_many_files')) throw error
    await purgeEach(session, path, signal)
    await remove()
  }
}

async function purgeEach(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  for await (const page of listLevel(session, path, { ...(signal && { signal }) })) {
    for (const entry of page) {
      if (entry.kind === 'unreadable') throw entry.cause
      await purgeEntry(session, entry, signal).catch(unlessGone)
    }
  }
}

function purgeEntry(session: Session, entry: FsObject | FsDirectory, signal: AbortSignal | undefined): Promise<void> {
  return entry.kind === 'directory' ? purgeDirectory(session, entry.path, signal) : removeObject(session, entry, signal)
}

function unlessGone(error: unknown): void {
  if (!isFsError(error, 'not-found')) throw error
}
