import { type FsObject, type FsPath, floorDivide, type Hashes } from '@tranship/core/backend'
import { fromRfc3339, toRfc3339 } from './rfc3339.js'
import type { Settings } from './settings.js'

/** The fields of an object's resource that are read here. Numbers of 64 bits come as texts. */
export interface ObjectResource {
  readonly name?: string
  readonly size?: string
  readonly generation?: string
  readonly metageneration?: string
  /** Base64. A composite object has none. */
  readonly md5Hash?: string
  /** Base64 of the sum, the highest byte first. */
  readonly crc32c?: string
  readonly contentType?: string
  readonly contentEncoding?: string
  readonly contentDisposition?: string
  readonly contentLanguage?: string
  readonly cacheControl?: string
  readonly customTime?: string
  readonly updated?: string
  readonly timeCreated?: string
  readonly storageClass?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** What an object's entry needs of its resource: all that is asked for when many are listed. */
export const ENTRY_FIELDS = 'name,size,generation,md5Hash,crc32c,contentType,contentEncoding,updated,storageClass,metadata'

/** The metadata in which the modification time is kept: RFC 3339, as rclone writes it, and whole seconds, as gsutil does. */
export const MTIME = 'mtime'
export const RESERVED_MTIME = 'goog-reserved-file-mtime'

/** The time in its two forms. */
export function timeMetadata(time: bigint): Readonly<Record<string, string>> {
  return { [MTIME]: toRfc3339(time), [RESERVED_MTIME]: String(floorDivide(time, 1_000_000_000n)) }
}

/** The time that the writer of an object has set; undefined if there is none in its metadata. */
export function ownTimeOf({ [MTIME]: mtime, [RESERVED_MTIME]: seconds }: Readonly<Record<string, string>>): bigint | undefined {
  const time = fromRfc3339(mtime)
  if (time !== undefined) return time
  return seconds !== undefined && /^-?\d{1,15}$/.test(seconds) ? BigInt(seconds) * 1_000_000_000n : undefined
}

/** An object by its resource. Without an own modification time it has that of its last change, as in rclone. */
export function objectOf(path: FsPath, resource: ObjectResource, { decompresses }: Pick<Settings, 'decompresses'>): FsObject {
  const { size, generation, contentType, storageClass, metadata = {}, updated } = resource
  const lastModified = fromRfc3339(updated)
  const modTime = ownTimeOf(metadata) ?? lastModified
  const isUnpacked = decompresses && isGzip(resource.contentEncoding)
  return {
    kind: 'object',
    path,
    ...(!isUnpacked && { size: Number(size ?? 0), ...hashesOf(resource) }),
    ...(modTime !== undefined && { modTime }),
    ...(lastModified !== undefined && { lastModified }),
    ...(contentType !== undefined && { mimeType: contentType }),
    ...(storageClass !== undefined && { tier: storageClass }),
    ...(generation !== undefined && { version: generation }),
  }
}

export function isGzip(encoding: string | undefined): boolean {
  return encoding?.toLowerCase() === 'gzip'
}

function hashesOf({ md5Hash, crc32c }: ObjectResource): { readonly hashes?: Hashes } {
  const md5 = hexOf(md5Hash, 16)
  const sum = hexOf(crc32c, 4)
  if (md5 === undefined && sum === undefined) return {}
  return { hashes: { ...(md5 !== undefined && { md5 }), ...(sum !== undefined && { crc32c: sum }) } }
}

function hexOf(base64: string | undefined, bytes: number): string | undefined {
  const digest = Buffer.from(base64 ?? '', 'base64')
  return digest.byteLength === bytes ? digest.toString('hex') : undefined
}
