import { FsError, type FsPath, pathProblem, shownPath, storedName } from '@tranship/core/backend'

/** Bytes of UTF-8 that S3 allows a key. */
const LONGEST_KEY = 1024

/** What a path names: a bucket, or with a key something in it. Both empty: the root. */
export interface Place {
  readonly bucket: string
  /** Absent: the bucket itself. */
  readonly key?: string
}

/** An object's bucket and key, under the names of the S3 API. */
export interface ObjectKey {
  readonly Bucket: string
  readonly Key: string
}

/**
 * The bucket is the first segment of a path, the key is the rest. Keys that are no legal path ("a//b", "/a", "..") are
 * shown by the escape of `shownPath`; such a key sorts where its shown form does, not where the service lists it.
 */
export function placeOf(path: FsPath): Place {
  const name = storedName(path)
  const slash = name.indexOf('/')
  const bucket = slash === -1 ? name : name.slice(0, slash)
  if (path !== '' && /^\.{0,2}$/.test(bucket))
    throw new FsError('invalid-path', `no bucket can be named ${JSON.stringify(bucket)}`, { path })
  return slash === -1 ? { bucket } : { bucket, key: name.slice(slash + 1) }
}

/** The key of the object at a path. Throws `invalid-path` where there can be none. */
export function objectKey(path: FsPath): ObjectKey {
  const { bucket, key } = placeOf(path)
  if (path === '' || key === undefined) throw new FsError('invalid-path', 'an object needs a bucket and a name in it', { path })
  if (key === '') throw new FsError('invalid-path', 'an object cannot have an empty key', { path })
  if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY) {
    throw new FsError('invalid-path', `the key is ${Buffer.byteLength(key)} bytes long, S3 allows ${LONGEST_KEY}`, { path })
  }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `no key of S3: ${problem}`, { path })
  return { Bucket: bucket, Key: key }
}

/** What the keys of everything below a directory begin with. */
export function prefixOf({ key }: Place): string {
  return key === undefined ? '' : `${key}/`
}

/** The path of a key; undefined for one that no escape can show. */
export function pathOfKey(bucket: string, key: string): FsPath | undefined {
  return shownPath(`${bucket}/${key}`)
}

/** A legal path that looks like a key that has none, to name it in a message. */
export function nearestPath(bucket: string, key: string): FsPath {
  return shownPath(`${bucket}/${key}`.replaceAll('\0', '\u{fffd}').toWellFormed()) as FsPath
}
