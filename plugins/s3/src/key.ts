import { bucketPlace, FsError, type FsPath, pathProblem } from '@tranship/core/backend'

/** Bytes of UTF-8 that S3 allows a key. */
const LONGEST_KEY = 1024

/** An object's bucket and key, under the names of the S3 API. */
export interface ObjectKey {
  readonly Bucket: string
  readonly Key: string
}

/** The key of the object at a path. Throws `invalid-path` where there can be none. */
export function objectKey(path: FsPath): ObjectKey {
  const { bucket, key } = bucketPlace(path)
  if (path === '' || key === undefined) throw new FsError('invalid-path', 'an object needs a bucket and a name in it', { path })
  if (key === '') throw new FsError('invalid-path', 'an object cannot have an empty key', { path })
  if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY) {
    throw new FsError('invalid-path', `the key is ${Buffer.byteLength(key)} bytes long, S3 allows ${LONGEST_KEY}`, { path })
  }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `no key of S3: ${problem}`, { path })
  return { Bucket: bucket, Key: key }
}
