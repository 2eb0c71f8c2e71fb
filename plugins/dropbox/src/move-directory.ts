import { FsError, type FsPath, isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'
import { isSameName } from './names.js'
import { respell } from './respell.js'
import { lookUp } from './stat.js'

/** Moves a whole directory to where nothing is. A lost answer is recognised by what has become of both. */
export async function moveDirectory(session: Session, from: FsPath, to: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const { names } = session.settings
  const argument = { from_path: names.stored(from), to_path: names.stored(to) }
  signal?.throwIfAborted()
  if (from === to || to === '') throw new FsError('already-exists', 'something is there already', { path: to })
  if (from === '') throw new FsError('invalid-path', 'a directory cannot be moved into itself', { path: to })
  if (isSameName(from, to)) return respell(session, from, to, signal)
  const call = { path: from, signal }
  await session.repeated(call, async (attempt) => {
    try {
      await session.ask(call, (dropbox) => dropbox.filesMoveV2(argument))
    } catch (error) {
      const isMoved = attempt > 1 && isFsError(error, 'not-found') && (await lookUp(session, to, { signal }))?.['.tag'] === 'folder'
      if (!isMoved) throw error
    }
  })
}
