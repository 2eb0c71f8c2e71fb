import { type FsObject, isFsError } from '@tranship/core/backend'
import { request, type Session } from './client/session.js'
import { objectKey } from './key.js'
import { headAnswer } from './stat.js'
import { quoted } from './upload/etag.js'

/**
 * Removes an object. A DELETE of S3 does not say that there was none: a HEAD asks before, unless the provider holds to a
 * condition, which an object that is missing does not meet.
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
    // Whether the object is another one or none, the service need not say.
    if (isFsError(error, 'precondition-failed')) await headAnswer(session, path, signal)
    throw error
  }
}
