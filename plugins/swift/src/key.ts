import { type BucketPlace, bucketPlace, FsError, type FsPath, pathProblem } from '@tranship/core/backend'

/** Bytes of UTF-8 that Swift allows the name of an object. */
export const LONGEST_KEY = 1024

/** An object's container and name. */
export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

/** What a path names; the bucket is a container. */
export function placeOf(path: FsPath): BucketPlace {
  return bucketPlace(path, 'container')
}

/** The place of the object at a path. Throws `invalid-path` where there can be none. */
export function objectPlace(path: FsPath): ObjectPlace {
  const { bucket, key } = placeOf(path)
  if (path === '' || key === undefined) throw new FsError('invalid-path', 'an object needs a container and a name in it', { path })
  if (key === '') throw new FsError('invalid-path', 'an object cannot have an empty name', { path })
  if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY) {
    throw new FsError('invalid-path', `the name is ${Buffer.byteLength(key)} bytes long, Swift allows ${LONGEST_KEY}`, { path })
  }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `no name of Swift: ${problem}`, { path })
  return { bucket, key }
}

/** The path of a request about a place in the account whose URL has the path `base`. */
export function targetOf(base: string, place: BucketPlace | undefined): string {
  return place === undefined ? base : `${base.replace(/\/+$/, '')}/${encodedPlace(place)}`
}

/** "container/key" in percent-encoding, the slashes of the key as they are: in URLs, in headers and in lists of names. */
export function encodedPlace({ bucket, key }: BucketPlace): string {
  return key === undefined ? encodeURIComponent(bucket) : `${encodeURIComponent(bucket)}/${encodeURIComponent(key).replaceAll('%2F', '/')}`
}
