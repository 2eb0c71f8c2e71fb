import { type FsObject, isFsError } from '@tranship/core/backend'
import { deleting } from './client/request-members.js'
import { request, type Session } from './client/session.js'
import { objectKey } from './key.js'
import { headAnswer } from './stat.js'
import { quoted, versionOf } from './upload/etag.js'

/**
 * Removes an object. A DELETE of S3 does not say that there was none: a HEAD asks before, unless the version is known and the
 * provider holds to it as a condition, which an object that is missing does not meet.
 */
export async function removeObject(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path, version } = object
  const target = objectKey(path)
  const isHeld = session.settings.provider.conditions.includes('remove')
  const known = isHeld && version !== undefined ? version : versionOf((await headAnswer(session, path, signal)).ETag)
  const condition = isHeld && known !== undefined ? { IfMatch: quoted(known) } : {}
  try {
    await request(session, { path, signal }, (s3, http) =>
      s3.deleteObject({ ...target, ...condition, ...deleting(session.settings) }, http),
    )
  } catch (error) {
    // Whether the object is another one or none, the service need not say.
    if (isFsError(error, 'precondition-failed')) await headAnswer(session, path, signal)
    throw error
  }
}
