import { FsError, type FsObject, isFsError } from '@tranship/core/backend'
import { headObject } from '../listing/object-entry.js'
import { headAnswer } from '../stat.js'
import { isComposite, versionOf } from './etag.js'
import type { Write } from './write.js'

/** Compares what is there with what the caller believes: for a provider that does not do so while it completes an upload. */
export async function checkReplaced({ session, path, signal, options: { replaces } }: Write): Promise<void> {
  const found = await headAnswer(session, path, signal).catch((error: unknown) => {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  })
  const expected = replaces === 'nothing' ? undefined : replaces?.version
  if (versionOf(found?.ETag) !== expected) throw new FsError('precondition-failed', 'the object is not the one that was meant', { path })
}

/** The ETag of the object if the service has completed the upload although its answer was lost: it is as long, as old and as composed. */
export async function etagIfComplete(
  { session, path, signal }: Write,
  { size, modTime, etag }: { readonly size: number; readonly modTime: bigint; readonly etag: string },
): Promise<string | undefined> {
  const found: FsObject = headObject(path, await headAnswer(session, path, signal).catch(() => ({})), session.settings)
  const { version } = found
  if (!isComposite(version) || found.size !== size || found.modTime !== modTime) return undefined
  return version === etag || !session.settings.comparesCompositeETag ? version : undefined
}
