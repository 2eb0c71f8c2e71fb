import { isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'
import { type DriveFile, SHORTCUT, type ShownFile } from './file.js'
import { getFile } from './files.js'

/** What a shortcut leads to, under the name and in the place of the shortcut; undefined: it leads to nothing. Any other file is itself. */
export async function followed(
  session: Session,
  file: DriveFile,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ShownFile | undefined> {
  if (file.mimeType !== SHORTCUT) return file
  const { targetId } = file.shortcutDetails ?? {}
  if (targetId === undefined) return undefined
  try {
    const target = await getFile(session, targetId, path, signal)
    if (target.trashed || target.mimeType === SHORTCUT) return undefined
    return { ...target, name: file.name, shortcut: file.id, ...(file.parents && { parents: file.parents }) }
  } catch (error) {
    if (isFsError(error, 'not-found') || isFsError(error, 'denied')) return undefined
    throw error
  }
}
