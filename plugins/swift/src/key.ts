import { FsError, type FsPath, pathProblem, shownPath, storedName } from '@tranship/core/backend'

/** Bytes of UTF-8 that Swift allows the name of an object. */
export const LONGEST_KEY = 1024

/** What a path names: a container, or with a key something in it. Both empty: the root. */
export interface Place {
  readonly bucket: string
  /** Absent: the container itself. */
  readonly key?: string
}

/** An object's container and name. */
export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

/**
 * The container is the first segment of a path, the key is the rest. Keys that are no legal path ("a//b", "/a", "..") are
 * shown by the escape of `shownPath`; such a key sorts where its shown form does, not where the service lists it.
 */
export function placeOf(path: FsPath): Place {
  const name = storedName(path)
  const slash = name.indexOf('/')
  const bucket = slash === -1 ? name : name.slice(0, slash)
  if (path !== '' && /^\.{0,2}$/.test(bucket))
    throw new FsError('invalid-path', `no container can be named ${JSON.stringify(bucket)}`, { path })
  return slash === -1 ? { bucket } : { bucket, key: name.slice(slash + 1) }
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

/** The path of a request about a place in the account whose URL has the path `base`. */
export function targetOf(base: string, place: Place | undefined): string {
  return place === undefined ? base : `${base.replace(/\/+$/, '')}/${encodedPlace(place)}`
}

/** "container/key" in percent-encoding, the slashes of the key as they are: in URLs, in headers and in lists of names. */
export function encodedPlace({ bucket, key }: Place): string {
  return key === undefined ? encodeURIComponent(bucket) : `${encodeURIComponent(bucket)}/${encodeURIComponent(key).replaceAll('%2F', '/')}`
}
