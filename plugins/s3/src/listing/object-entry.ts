import { type FsObject, type FsPath, fromDate, fromDecimalSeconds, type Hashes } from '@tranship/core/backend'
import { type Encryption, md5OfMetadata, md5OfVersion, versionOf } from '../upload/etag.js'

/** The metadata in which the modification time is kept: decimal seconds since the epoch. */
export const MTIME = 'mtime'
/** The metadata in which rclone keeps the MD5 of a multipart object. */
const MD5_METADATA = 'md5chksum'

/** What a HEAD answers. */
export interface HeadAnswer extends Encryption {
  readonly ContentLength?: number | undefined
  readonly ContentType?: string | undefined
  readonly ETag?: string | undefined
  readonly LastModified?: Date | undefined
  readonly Metadata?: Record<string, string> | undefined
}

/** An object by the answer to its HEAD. Without an own modification time it has that of its last write. */
export function headObject(path: FsPath, answer: HeadAnswer): FsObject {
  const version = versionOf(answer.ETag)
  const lastModified = timeOf(answer.LastModified)
  const modTime = modTimeOf(answer.Metadata) ?? lastModified
  return {
    kind: 'object',
    path,
    size: answer.ContentLength ?? 0, // Ceph has left it out for an empty object
    ...(modTime === undefined ? {} : { modTime }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...hashesOf(md5OfVersion(version, answer) ?? md5OfMetadata(answer.Metadata?.[MD5_METADATA])),
    ...(answer.ContentType === undefined ? {} : { mimeType: answer.ContentType }),
    ...(version === undefined ? {} : { version }),
  }
}

/** One object of a listing. */
export interface ListedKey {
  readonly key: string
  readonly size: number
  readonly etag: string | undefined
  readonly lastModified: Date | undefined
}

/** An object by its line of a listing, which tells neither modification time nor mime type. */
export function listedObject(path: FsPath, { size, etag, lastModified }: ListedKey): FsObject {
  const version = versionOf(etag)
  const time = timeOf(lastModified)
  return {
    kind: 'object',
    path,
    size,
    ...(time === undefined ? {} : { lastModified: time }),
    ...hashesOf(md5OfVersion(version)),
    ...(version === undefined ? {} : { version }),
  }
}

/** The field `hashes` of an object with this MD5; no field without one. */
export function hashesOf(md5: string | undefined): { readonly hashes?: Hashes } {
  return md5 === undefined ? {} : { hashes: { md5 } }
}

function modTimeOf(metadata: Record<string, string> | undefined): bigint | undefined {
  const text = metadata?.[MTIME]
  return text === undefined ? undefined : fromDecimalSeconds(text)
}

function timeOf(date: Date | undefined): bigint | undefined {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : fromDate(date)
}
