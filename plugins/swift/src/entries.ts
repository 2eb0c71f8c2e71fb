import { type FsEntry, FsError, type FsObject, type FsPath, isFsError, nearestPath, pathOfKey } from '@tranship/core/backend'
import type { Session } from './client.js'
import { hashesOf, headObject, isDirectoryMarker, isDirectoryType, versionOf } from './head.js'
import type { ListedName } from './listed-name.js'

type ListedObject = Extract<ListedName, { kind: 'object' }>

/** The MD5 of no bytes. */
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e'

/**
 * Listed names as entries. What is listed with the hash of nothing may be a manifest, whose true size only a HEAD tells:
 * Swift lists a dynamic one as empty, Ceph a static one too, or with the length of its text.
 */
export async function entriesOf(
  session: Session,
  bucket: string,
  names: readonly ListedName[],
  signal: AbortSignal | undefined,
): Promise<readonly FsEntry[]> {
  const looks = session.settings.largeObjects !== 'none'
  const told = names.map((listed) => {
    const path = pathOfKey(bucket, listed.kind === 'prefix' || isSlashed(listed) ? listed.name.slice(0, -1) : listed.name)
    if (path === undefined) return unreadable(bucket, listed.name)
    if (listed.kind === 'prefix') return { kind: 'directory', path } as const
    if (isMarker(listed)) return { kind: 'directory', path, id: listed.name } as const
    return looks && listed.hash === MD5_OF_NOTHING ? lookedAt(session, bucket, listed, path, signal) : listedObject(path, listed)
  })
  return told.some((entry) => entry instanceof Promise) ? Promise.all(told) : (told as FsEntry[])
}

/** An object by its line of a listing, which does not tell its modification time. */
function listedObject(path: FsPath, { bytes, hash, sloEtag, contentType, lastModified }: ListedObject): FsObject {
  const version = sloEtag === undefined ? versionOf(hash, 'plain') : versionOf(sloEtag, 'slo')
  return {
    kind: 'object',
    path,
    size: bytes,
    ...(lastModified !== undefined && { lastModified }),
    ...(sloEtag === undefined && hashesOf(version)),
    ...(contentType !== undefined && { mimeType: contentType }),
    ...(version !== undefined && { version }),
  }
}

/** What a HEAD tells of a listed object. Ceph has none for a manifest whose segments are gone: then what the listing tells. */
async function lookedAt(
  session: Session,
  bucket: string,
  listed: ListedObject,
  path: FsPath,
  signal: AbortSignal | undefined,
): Promise<FsEntry> {
  const { name } = listed
  try {
    const { headers } = await session.steadyRequest({ method: 'HEAD', place: { bucket, key: name }, path, signal })
    return isDirectoryMarker(headers) ? { kind: 'directory', path, id: name } : headObject(path, headers)
  } catch (error) {
    if (isFsError(error, 'not-found')) return listedObject(path, { ...listed, hash: undefined })
    throw error
  }
}

/** An empty object stands for a directory if it has the type of one, or a name that ends in "/". */
function isMarker(listed: ListedObject): boolean {
  return listed.bytes === 0 && (isSlashed(listed) || isDirectoryType(listed.contentType))
}

function isSlashed(listed: ListedObject): boolean {
  return listed.bytes === 0 && listed.name.endsWith('/')
}

function unreadable(bucket: string, key: string): FsEntry {
  const path = nearestPath(bucket, key)
  const text = `the name ${JSON.stringify(key)} cannot be a path: it has a NUL or is no Unicode text`
  return { kind: 'unreadable', path, cause: new FsError('invalid-path', text, { path }) }
}
