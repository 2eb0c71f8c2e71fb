import { type FsObject, type FsPath, fromDate, fromDecimalSeconds, type Hashes } from '@tranship/core/backend'
import { type ChecksumAnswer, digestsTold } from '../client/checksums.js'
import { asksChecksums } from '../client/request-members.js'
import type { Settings } from '../client/settings.js'
import { type Encryption, md5OfMetadata, md5OfVersion, versionOf } from '../upload/etag.js'
import { versionEntryId } from '../versions/version-key.js'

/** The metadata in which the modification time is kept: decimal seconds since the epoch. */
export const MTIME = 'mtime'
/** The metadata in which rclone keeps the MD5 of a multipart object: base64. */
export const MD5_METADATA = 'md5chksum'
/** The storage class of an object of which the service tells none. */
const STANDARD = 'STANDARD'

/** What a HEAD answers. */
export interface HeadAnswer extends Encryption, ChecksumAnswer {
  readonly ContentLength?: number | undefined
  readonly ContentType?: string | undefined
  readonly ContentEncoding?: string | undefined
  readonly ETag?: string | undefined
  readonly LastModified?: Date | undefined
  readonly Metadata?: Record<string, string> | undefined
  readonly StorageClass?: string | undefined
}

/**
 * An object by the answer to its HEAD. Without an own modification time it has that of its last write. Of one that is
 * decompressed while it is read, neither size nor hashes are known.
 */
export function headObject(path: FsPath, answer: HeadAnswer, settings: Settings): FsObject {
  const version = versionOf(answer.ETag)
  const lastModified = timeOf(answer.LastModified)
  const modTime = modTimeOf(answer.Metadata) ?? lastModified
  const isUnpacked = settings.decompresses && isGzip(answer.ContentEncoding)
  const md5 = (settings.provider.etagIsMd5 ? md5OfVersion(version, answer) : undefined) ?? md5OfMetadata(answer.Metadata?.[MD5_METADATA])
  return {
    kind: 'object',
    path,
    ...(isUnpacked ? {} : { size: answer.ContentLength ?? 0 }), // Ceph has left it out for an empty object
    ...(modTime === undefined ? {} : { modTime }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(isUnpacked ? {} : hashesOf(md5, asksChecksums(settings) ? digestsTold(answer) : {})),
    ...(answer.ContentType === undefined ? {} : { mimeType: answer.ContentType }),
    tier: answer.StorageClass ?? STANDARD,
    ...(version === undefined ? {} : { version }),
  }
}

/** One object of a listing. */
export interface ListedKey {
  readonly key: string
  readonly size: number
  readonly etag: string | undefined
  readonly lastModified: Date | undefined
  readonly storageClass?: string | undefined
  /** Where versions are listed: the one that is shown. */
  readonly version?: { readonly id: string; readonly key: string }
}

/** An object by its line of a listing, which tells neither modification time nor mime type. */
export function listedObject(path: FsPath, listed: ListedKey, settings: Settings): FsObject {
  const { size, etag, lastModified, storageClass, version: shown } = listed
  const version = versionOf(etag)
  const time = timeOf(lastModified)
  return {
    kind: 'object',
    path,
    size,
    ...(time === undefined ? {} : { lastModified: time }),
    ...hashesOf(showsMd5(settings) ? md5OfVersion(version) : undefined),
    tier: storageClass ?? STANDARD,
    ...(shown === undefined ? {} : { id: versionEntryId(shown.id, shown.key) }),
    ...(version === undefined ? {} : { version }),
  }
}

/** Whether the ETag of what is written with these settings is an MD5: one of a listing, which tells nothing of encryption, is taken for one then. */
export function showsMd5({ provider, customerKey, encryption }: Settings): boolean {
  return provider.etagIsMd5 && customerKey === undefined && encryption?.algorithm.startsWith('aws:kms') !== true
}

/** The field `hashes` of an object with this MD5 and other digests; no field without any. */
export function hashesOf(md5: string | undefined, others: Hashes = {}): { readonly hashes?: Hashes } {
  const hashes = { ...(md5 !== undefined && { md5 }), ...others }
  return Object.keys(hashes).length === 0 ? {} : { hashes }
}

/** Whether the bytes of an object are stored compressed. */
export function isGzip(contentEncoding: string | undefined): boolean {
  return contentEncoding?.split(',').some((coding) => coding.trim().toLowerCase() === 'gzip') === true
}

function modTimeOf(metadata: Record<string, string> | undefined): bigint | undefined {
  const text = metadata?.[MTIME]
  return text === undefined ? undefined : fromDecimalSeconds(text)
}

function timeOf(date: Date | undefined): bigint | undefined {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : fromDate(date)
}
