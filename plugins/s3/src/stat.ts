import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { bucketPlace, FsError, type FsObject, type FsPath, isFsError, keyPrefix } from '@tranship/core/backend'
import { access, checksumMode } from './client/request-members.js'
import { request, type Session } from './client/session.js'
import { isVague } from './errors.js'
import { type ObjectKey, objectKey } from './key.js'
import { keyPages } from './listing/list-pages.js'
import { headObject } from './listing/object-entry.js'

/** One object with all its fields. A bucket and the root are directories, told without a request. */
export async function statObject(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { key } = bucketPlace(path)
  if (key === undefined) throw new FsError('is-directory', path === '' ? 'the root is a directory' : 'a bucket is a directory', { path })
  if (key === '') throw new FsError('not-found', 'no such object', { path })
  try {
    return headObject(path, await headAnswer(session, path, signal), session.settings)
  } catch (error) {
    const isAsked = session.settings.keepsDirectories && isFsError(error, 'not-found')
    if (isAsked && (await isDirectory(session, path, signal))) throw new FsError('is-directory', 'it is a directory', { path })
    throw error
  }
}

async function isDirectory(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<boolean> {
  const place = bucketPlace(path)
  for await (const { keys } of keyPages(session, { bucket: place.bucket, prefix: keyPrefix(place), limit: 1, path, signal })) {
    return keys.length > 0
  }
  return false
}

/**
 * The answer to a HEAD. Its refusal has no body that says why: where keys, clock, region and rights are all possible, one
 * more request asks for the reason. If that one succeeds (it may have found the region), the HEAD is asked for once more.
 */
export async function headAnswer(
  session: Session,
  path: FsPath,
  signal: AbortSignal | undefined,
  target: ObjectKey & { readonly VersionId?: string } = objectKey(path),
): Promise<HeadObjectCommandOutput> {
  const head = () =>
    request(session, { path, signal }, (s3, http) =>
      s3.headObject({ ...target, ...access(session.settings), ...checksumMode(session.settings) }, http),
    )
  try {
    return await head()
  } catch (error) {
    if (!isFsError(error) || !isVague(error.cause)) throw error
    await request(session, { path, signal }, async (s3, http) => {
      const { Body } = await s3.getObject({ ...target, ...access(session.settings), Range: 'bytes=0-0' }, http)
      if (Body !== undefined && 'destroy' in Body) Body.destroy()
    })
    return head()
  }
}
