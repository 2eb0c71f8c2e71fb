import { type FsPath, isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'

/** One version of a file, at a path. */
export interface Version {
  readonly path: FsPath
  readonly rev: string
}

/**
 * Does what the service does only where nothing is, in the place of one version of a file, which it removes before. Where that then
 * fails, or the caller gives up, the old version is brought back.
 */
export async function inPlaceOf<Result>(
  session: Session,
  { path, rev }: Version,
  signal: AbortSignal | undefined,
  act: () => Promise<Result>,
): Promise<Result> {
  const stored = session.settings.names.stored(path)
  await session.repeated({ path, signal }, (attempt) =>
    session
      .ask({ path, action: 'remove', signal }, (dropbox) => dropbox.filesDeleteV2({ path: stored, parent_rev: rev }))
      .catch((error: unknown) => {
        if (attempt === 1 || !isFsError(error, 'not-found')) throw error // else an earlier try did it, and its answer was lost
      }),
  )
  try {
    return await act()
  } catch (error) {
    // What gave up does not matter here: this must not be cut off.
    await session
      .steadily({ path }, (dropbox) => dropbox.filesRestore({ path: stored, rev }))
      .catch((lost: unknown) => {
        session.context.log('error', `it could not be brought back from the deleted files: ${lost}`, path)
      })
    throw error
  }
}
