import { type FsDirectory, FsError, type FsPath, isFsError, untilAborted } from '@tranship/core/backend'
import type { Session } from '../client.js'
import { statusOf } from '../errors.js'
import { bucketTarget, placeOf } from '../key.js'
import { createMarkers, removeMarker } from './directory-markers.js'
import { projectOf } from './project.js'

/** The buckets of one Fs, and the directories in them, as far as they must be made and removed. */
export interface Buckets {
  /** Makes the bucket of a path; of a path within a bucket only if this Fs has not made it already. */
  makeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<FsDirectory>
  removeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<void>
  /** Does `write`; where its bucket is missing, makes the bucket, once for all who miss it, and does it again. */
  withBucket<Answer>(bucket: string, signal: AbortSignal | undefined, write: () => Promise<Answer>): Promise<Answer>
}

export function createBuckets(session: Session): Buckets {
  const { makesBuckets, keepsDirectories } = session.settings
  const made = new Map<string, Promise<void>>()
  const markers = createMarkers(session)

  const make = (bucket: string): Promise<void> => {
    const making = createBucket(session, bucket)
    made.set(bucket, making)
    making.catch(() => made.delete(bucket))
    return making
  }
  const withBucket: Buckets['withBucket'] = async (bucket, signal, write) => {
    try {
      return await write()
    } catch (error) {
      if (!makesBuckets || statusOf(error) !== 404) throw error
      // Another writer may be making it, or have made it just now.
      const isThere = made.has(bucket) || (await bucketExists(session, bucket, signal))
      await untilAborted(made.get(bucket) ?? (isThere ? Promise.resolve() : make(bucket)), signal)
      return write()
    }
  }
  return {
    withBucket,
    makeDirectory: async (path, signal) => {
      signal?.throwIfAborted()
      const { bucket, key } = placeOf(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be made: name a bucket', { path })
      if (makesBuckets) await untilAborted((key === undefined ? undefined : made.get(bucket)) ?? make(bucket), signal)
      if (keepsDirectories && key !== undefined) await withBucket(bucket, signal, () => markers.make(path, signal))
      return { kind: 'directory', path }
    },
    removeDirectory: async (path, signal) => {
      const { bucket, key } = placeOf(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be removed', { path })
      markers.forget(path)
      if (key !== undefined) return removeMarker(session, path, signal)
      made.delete(bucket)
      await session.request({ method: 'DELETE', target: bucketTarget(bucket), path, action: 'remove bucket', signal })
    },
  }
}

/** Makes a bucket; one that exists and can be used is kept. */
async function createBucket(session: Session, bucket: string): Promise<void> {
  const { bucketAcl, objectAcl, isUniform, location, storageClass } = session.settings
  try {
    await session.steadyRequest({
      method: 'POST',
      target: '/b',
      query: { project: await projectOf(session), predefinedAcl: bucketAcl, predefinedDefaultObjectAcl: objectAcl, fields: 'name' },
      json: {
        name: bucket,
        ...(location !== undefined && { location }),
        ...(storageClass !== undefined && { storageClass }),
        ...(isUniform && { iamConfiguration: { uniformBucketLevelAccess: { enabled: true } } }),
      },
      path: bucket,
      action: 'make bucket',
    })
  } catch (error) {
    if (!isFsError(error, 'already-exists') || !(await bucketExists(session, bucket, undefined))) throw error
  }
}

/** Whether there is such a bucket that these credentials may look into. One page of its names tells, as rclone asks too. */
async function bucketExists(session: Session, bucket: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const query = { maxResults: '1', fields: 'nextPageToken' }
    await session.steadyRequest({ method: 'GET', target: `${bucketTarget(bucket)}/o`, query, path: bucket, action: 'bucket', signal })
    return true
  } catch (error) {
    if (isFsError(error, 'not-found')) return false
    throw error
  }
}
