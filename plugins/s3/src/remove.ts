import { type FsObject, isFsError } from '@tranship/core/backend'
import { quoted } from './etag.js'
import { objectKey } from './key.js'
import { request, type Session } from './session.js'
import { headAnswer } from './stat.js'

/**
 * Removes an object. A DELETE of S3 says nothing about one that is missing: where the provider takes a condition it tells
 * so in the same request, elsewhere a HEAD comes first.
 */
export async function removeObject(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path, version } = object
  const target = objectKey(path)
  const isHeld = session.settings.provider.conditions.includes('remove')
  if (!isHeld) await headAnswer(session, path, signal)
  const condition = isHeld ? { IfMatch: version === undefined ? '*' : quoted(version) } : {}
  try {
    await request(session, { path, signal }, (s3, http) => s3.deleteObject({ ...target, ...condition }, http))
  } catch (error) {
    if (isFsError(error, 'precondition-failed')) await headAnswer(session, path, signal) // it is gone, or another one
    throw error
  }
}
