import type { FsObject } from '@tranship/core/backend'
import { quoted, versionOf } from './etag.js'
import { objectKey } from './key.js'
import { request, type Session } from './session.js'
import { headAnswer } from './stat.js'

/** Removes an object. A DELETE of S3 does not say that there was none, so a HEAD comes first. */
export async function removeObject(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path } = object
  const { ETag } = await headAnswer(session, path, signal)
  const version = object.version ?? versionOf(ETag)
  const isHeld = version !== undefined && session.settings.provider.conditions.includes('remove')
  const input = { ...objectKey(path), ...(isHeld ? { IfMatch: quoted(version) } : {}) }
  await request(session, { path, signal }, (s3, http) => s3.deleteObject(input, http))
}
