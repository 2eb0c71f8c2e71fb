import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { bucketPlace, FsError, type FsObject, type FsPath, isFsError } from '@tranship/core/backend'
import { request, type Session } from './client/session.js'
import { isVague } from './errors.js'
import { objectKey } from './key.js'
import { headObject } from './listing/object-entry.js'

/** One object with all its fields. A bucket and the root are directories, told without a request. */
export async function statObject(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { key } = bucketPlace(path)
  if (key === undefined) throw new FsError('is-directory', path === '' ? 'the root is a directory' : 'a bucket is a directory', { path })
  if (key === '') throw new FsError('not-found', 'no such object', { path })
  return headObject(path, await headAnswer(session, path, signal))
}

/**
 * The answer to a HEAD. Its refusal has no body that says why: where keys, clock, region and rights are all possible, one
 * more request asks for the reason.
 */
export async function headAnswer(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<HeadObjectCommandOutput> {
  const target = objectKey(path)
  try {
    return await request(session, { path, signal }, (s3, http) => s3.headObject(target, http))
  } catch (error) {
    if (!isFsError(error) || !isVague(error.cause)) throw error
    await request(session, { path, signal }, async (s3, http) => {
      const { Body } = await s3.getObject({ ...target, Range: 'bytes=0-0' }, http)
      if (Body !== undefined && 'destroy' in Body) Body.destroy()
    })
    throw error
  }
}
