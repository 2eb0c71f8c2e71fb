import { randomBytes } from 'node:crypto'
import { type FsPath, joinPath, parentOf } from '@tranship/core/backend'
import type { Session } from './client.js'

/**
 * Gives a file or directory a name that differs by case alone, or by the form of Unicode. The service takes both for one, so it goes
 * by another name in between, and back to its own where the second step fails.
 */
export async function respell(session: Session, from: FsPath, to: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const { names } = session.settings
  const between = names.stored(joinPath(parentOf(to), `tranship-${randomBytes(8).toString('hex')}`))
  const move = (from_path: string, to_path: string, until: AbortSignal | undefined) =>
    session.ask({ path: from, signal: until }, (dropbox) => dropbox.filesMoveV2({ from_path, to_path }))
  await move(names.stored(from), between, signal)
  try {
    await session.repeated({ path: from }, () => move(between, names.stored(to), undefined))
  } catch (error) {
    await move(between, names.stored(from), undefined)
    throw error
  }
}
