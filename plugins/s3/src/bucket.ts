import { bucketPlace, type FsDirectory, FsError, type FsPath, isFsError, keyPrefix, parentOf, untilAborted } from '@tranship/core/backend'
import { bucketMembers, deleting } from './client/request-members.js'
import { request, type Session } from './client/session.js'
import { createMarkers } from './directory-markers.js'
import { serviceCode } from './errors.js'
import { keyPages } from './listing/list-pages.js'

/** The buckets of one Fs, as far as they must be made and removed. */
export interface Buckets {
  /**
   * Makes the bucket of a path; of a path within a bucket only if this Fs has not made or met it already, and the markers of
   * the directory and of those above it where the remote keeps them.
   */
  makeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<FsDirectory>
  removeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<void>
  /**
   * Does `write`; where its bucket is missing, makes the bucket, once for all who miss it, and does it again. Then the
   * directories that the path is in are made, where the remote keeps them.
   */
  withBucket<Answer>(path: FsPath, signal: AbortSignal | undefined, write: () => Promise<Answer>): Promise<Answer>
}

export function createBuckets(session: Session): Buckets {
  const made = new Map<string, Promise<void>>()
  const markers = session.settings.keepsDirectories ? createMarkers(session) : undefined

  const make = (bucket: string, path: FsPath): Promise<void> => {
    const making = createBucket(session, bucket, path)
    made.set(bucket, making)
    making.catch(() => made.delete(bucket))
    return making
  }

  return {
    makeDirectory: async (path, signal) => {
      signal?.throwIfAborted()
      const { bucket, key } = bucketPlace(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be made: name a bucket', { path })
      const known = key === undefined ? undefined : made.get(bucket)
      await untilAborted(known ?? make(bucket, path), signal)
      await markers?.make(path, signal)
      return { kind: 'directory', path }
    },
    removeDirectory: async (path, signal) => {
      const { bucket, key } = bucketPlace(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be removed', { path })
      if (key !== undefined) {
        markers?.forget(path)
        return removeMarker(session, path, signal)
      }
      await request(session, { path, signal }, (s3, http) => s3.deleteBucket({ Bucket: bucket }, http))
      made.delete(bucket)
      markers?.forget(path)
    },
    withBucket: async (path, signal, write) => {
      const written = async () => {
        const answer = await write()
        await markers?.make(parentOf(path), signal)
        return answer
      }
      try {
        return await written()
      } catch (error) {
        if (!session.settings.makesMissingBuckets || !isFsError(error) || serviceCode(error.cause) !== 'NoSuchBucket') throw error
        const { bucket } = bucketPlace(path)
        await untilAborted(made.get(bucket) ?? make(bucket, path), signal)
        return written()
      }
    },
  }
}

/** Makes a bucket; one that this account has already is kept. */
async function createBucket(session: Session, bucket: string, path: FsPath): Promise<void> {
  try {
    await request(session, { path }, (s3, http) => s3.createBucket({ Bucket: bucket, ...bucketMembers(session.settings) }, http))
  } catch (error) {
    if (!isFsError(error, 'already-exists')) throw error
    if (serviceCode(error.cause) === 'BucketAlreadyOwnedByYou') return
    // Some services say this of an own bucket too: it is ours if it answers.
    const isOwn = await request(session, { path }, (s3, http) => s3.headBucket({ Bucket: bucket }, http)).then(
      () => true,
      () => false,
    )
    if (!isOwn) throw error
  }
}

/** Removes what stands for an empty directory. Unless the remote keeps directories, nothing below it means that it is gone. */
async function removeMarker(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const place = bucketPlace(path)
  const prefix = keyPrefix(place)
  let found = 0
  for await (const { keys } of keyPages(session, { bucket: place.bucket, prefix, limit: 2, path, signal })) {
    if (keys.some(({ key, size }) => key !== prefix || size > 0)) throw new FsError('not-empty', 'the directory is not empty', { path })
    if (keys.length === 0) continue
    found++
    const input = { Bucket: place.bucket, Key: prefix, ...deleting(session.settings) }
    await request(session, { path, signal }, (s3, http) => s3.deleteObject(input, http))
  }
  if (found === 0 && session.settings.keepsDirectories) throw new FsError('not-found', 'no such directory', { path })
}
