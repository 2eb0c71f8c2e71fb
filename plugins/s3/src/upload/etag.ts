import { createHash } from 'node:crypto'

const MD5 = /^[0-9a-f]{32}$/i
const COMPOSITE = /^[0-9a-f]{32}-\d+$/i

/** An ETag without its quotes; undefined for none and for an empty one, which Ceph answers to a completed upload. */
export function versionOf(etag: string | undefined): string | undefined {
  const isQuoted = etag !== undefined && etag.length > 1 && etag.startsWith('"') && etag.endsWith('"')
  const bare = isQuoted ? etag.slice(1, -1) : etag
  return bare === '' ? undefined : bare
}

/** A version as the value of an If-Match header. */
export function quoted(version: string): string {
  return `"${version}"`
}

/** What tells that the ETag of an object is not the MD5 of its bytes. */
export interface Encryption {
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
}

/** The MD5 that a version is, if it is one: the ETag of a multipart or of an encrypted object is none. */
export function md5OfVersion(version: string | undefined, encryption: Encryption = {}): string | undefined {
  if (version === undefined || !MD5.test(version)) return undefined
  if (encryption.SSECustomerAlgorithm !== undefined || encryption.ServerSideEncryption?.startsWith('aws:kms')) return undefined
  return version.toLowerCase()
}

/** The MD5 that rclone keeps as base64 in the metadata `md5chksum` of a multipart object. */
export function md5OfMetadata(text: string | undefined): string | undefined {
  if (text === undefined || !/^[A-Za-z0-9+/]{22}==$/.test(text)) return undefined
  return Buffer.from(text, 'base64').toString('hex')
}

/** The ETag of an object of parts: the MD5 of their MD5s, and how many they are. */
export function compositeETag(partMd5s: readonly Uint8Array[]): string {
  const hash = createHash('md5')
  for (const md5 of partMd5s) hash.update(md5)
  return `${hash.digest('hex')}-${partMd5s.length}`
}

/** Whether a version has the form of `compositeETag`, so that the two can be compared. */
export function isComposite(version: string | undefined): version is string {
  return version !== undefined && COMPOSITE.test(version)
}
