import { FsError } from '../fs/error.js'
import type { FsPath } from '../fs/path.js'
import { shownPath, storedName } from '../fs/stored-name.js'

/** What a path of a bucket store names: a bucket, or with a key something in it. Both empty: the root. */
export interface BucketPlace {
  readonly bucket: string
  /** Absent: the bucket itself. */
  readonly key?: string
}

/**
 * The bucket is the first segment of a path, the key is the rest. Keys that are no legal path ("a//b", "/a", "..") are
 * shown by the escape of `shownPath`; such a key sorts where its shown form does, not where the service lists it. `word` is what
 * the service calls a bucket.
 */
export function bucketPlace(path: FsPath, word = 'bucket'): BucketPlace {
  const name = storedName(path)
  const slash = name.indexOf('/')
  const bucket = slash === -1 ? name : name.slice(0, slash)
  if (path !== '' && /^\.{0,2}$/.test(bucket))
    throw new FsError('invalid-path', `no ${word} can be named ${JSON.stringify(bucket)}`, { path })
  return slash === -1 ? { bucket } : { bucket, key: name.slice(slash + 1) }
}

/** What the keys of everything below a directory begin with. */
export function keyPrefix({ key }: BucketPlace): string {
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
