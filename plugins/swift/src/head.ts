import { FsError, type FsObject, type FsPath, fromDecimalSeconds, type Hashes, type Reply } from '@tranship/core/backend'
import type { Session } from './client.js'
import { objectPlace, placeOf } from './key.js'

export type Headers = Readonly<Record<string, string>>

/** The metadata in which the modification time is kept: decimal seconds since the epoch, as rclone and python-swiftclient write it. */
export const MTIME = 'x-object-meta-mtime'
/** The metadata of a large object with the MD5 of all its bytes, in hex. */
export const MD5 = 'x-object-meta-tranship-md5'
/** The metadata of a large object with the name that its segments were given. */
export const SEGMENTS = 'x-object-meta-tranship-segments'

/** The content type of an empty object that stands for a directory. */
const DIRECTORY = 'application/directory'

/** How an object is stored: as one, or in segments that a manifest names. */
export type Storing = 'plain' | 'slo' | 'dlo'

/** What a HEAD tells of how an object is stored. A dynamic manifest tells where its segments are. */
export function storingOf(headers: Headers): Storing {
  if (headers['x-static-large-object']?.toLowerCase() === 'true') return 'slo'
  return headers['x-object-manifest'] === undefined ? 'plain' : 'dlo'
}

/** An ETag without quotes, marked where it is that of a manifest: such a one is the MD5 of the MD5s of its segments. */
export function versionOf(etag: string | undefined, storing: Storing): string | undefined {
  const bare = etag?.replace(/^"|"$/g, '').toLowerCase()
  if (bare === undefined || bare === '') return undefined
  return storing === 'plain' ? bare : `${storing}:${bare}`
}

/** Whether a version is that of an object in segments. */
export function isLargeVersion(version: string): boolean {
  return version.includes(':')
}

/** An object by the headers of its HEAD. Without an own modification time it has that of its last write. */
export function headObject(path: FsPath, headers: Headers): FsObject {
  const storing = storingOf(headers)
  const version = versionOf(headers.etag, storing)
  const lastModified = lastModifiedOf(headers)
  const modTime = fromDecimalSeconds(headers[MTIME] ?? '') ?? lastModified
  const mimeType = headers['content-type']
  return {
    kind: 'object',
    path,
    size: Number(headers['content-length'] ?? 0),
    ...(modTime !== undefined && { modTime }),
    ...(lastModified !== undefined && { lastModified }),
    ...hashesOf(storing === 'plain' ? version : headers[MD5]),
    ...(mimeType !== undefined && { mimeType }),
    ...(version !== undefined && { version }),
  }
}

/** The field `hashes` of an object with this MD5; no field without one. */
export function hashesOf(md5: string | undefined): { readonly hashes?: Hashes } {
  return md5 !== undefined && /^[0-9a-f]{32}$/.test(md5) ? { hashes: { md5 } } : {}
}

/** Whether an object with these headers only stands for a directory. */
export function isDirectoryMarker(headers: Headers): boolean {
  return isDirectoryType(headers['content-type']) && Number(headers['content-length'] ?? 0) === 0
}

/** Whether a content type is that of a directory. */
export function isDirectoryType(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === DIRECTORY
}

function lastModifiedOf(headers: Headers): bigint | undefined {
  const stamp = fromDecimalSeconds(headers['x-timestamp'] ?? '')
  if (stamp !== undefined && stamp > 0n) return stamp
  const date = Date.parse(headers['last-modified'] ?? '')
  return Number.isNaN(date) ? undefined : BigInt(date) * 1_000_000n
}

/** One object with all its fields. A container and the root are directories, told without a request. */
export async function statObject(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { key } = placeOf(path)
  if (key === undefined) throw new FsError('is-directory', path === '' ? 'the root is a directory' : 'a container is a directory', { path })
  if (key === '') throw new FsError('not-found', 'no such object', { path })
  const { headers } = await headAnswer(session, path, signal)
  if (isDirectoryMarker(headers)) throw new FsError('is-directory', 'it stands for a directory', { path })
  return headObject(path, headers)
}

export function headAnswer(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<Reply> {
  return session.request({ method: 'HEAD', place: objectPlace(path), path, signal })
}
