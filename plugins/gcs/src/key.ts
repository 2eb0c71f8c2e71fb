import { type BucketPlace, bucketPlace, FsError, type FsPath, pathOfKey, pathProblem } from '@tranship/core/backend'
import { decodedKey, encodedKey } from './key-encoding.js'

/** Bytes of UTF-8 that the service allows the name of an object. */
const LONGEST_KEY = 1024

/** An object's bucket and name, as the service has it. */
export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

/** What a path names; a key is as the service stores it. */
export function placeOf(path: FsPath): BucketPlace {
  const { bucket, key } = bucketPlace(path)
  return key === undefined ? { bucket } : { bucket, key: encodedKey(key) }
}

/** The place of the object at a path. Throws `invalid-path` where there can be none. */
export function objectPlace(path: FsPath): ObjectPlace {
  const { bucket, key } = placeOf(path)
  if (path === '' || key === undefined) throw new FsError('invalid-path', 'an object needs a bucket and a name in it', { path })
  if (key === '') throw new FsError('invalid-path', 'an object cannot have an empty name', { path })
  if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY) {
    const text = `the name is ${Buffer.byteLength(key)} bytes long, Google Cloud Storage allows ${LONGEST_KEY}`
    throw new FsError('invalid-path', text, { path })
  }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `no name of Google Cloud Storage: ${problem}`, { path })
  return { bucket, key }
}

/** The path of a stored key; undefined for one that no escape can show. */
export function pathOfStored(bucket: string, key: string): FsPath | undefined {
  return pathOfKey(bucket, decodedKey(key))
}

/** The resource of a bucket below the base of the API. */
export function bucketTarget(bucket: string): string {
  return `/b/${encodeURIComponent(bucket)}`
}

/** The resource of an object below the base of the API. */
export function objectTarget({ bucket, key }: ObjectPlace): string {
  return `${bucketTarget(bucket)}/o/${encodeURIComponent(key)}`
}
