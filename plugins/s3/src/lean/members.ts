import type { WireAnswer } from './transport.js'

/**
 * Where the members of an input travel: under which header or parameter. An input with a member that is in neither table is
 * not sent from here: the SDK knows it.
 */
const HEADERS: Readonly<Record<string, string>> = {
  ACL: 'x-amz-acl',
  BypassGovernanceRetention: 'x-amz-bypass-governance-retention',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  CacheControl: 'cache-control',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumCRC32C: 'x-amz-checksum-crc32c',
  ChecksumCRC64NVME: 'x-amz-checksum-crc64nvme',
  ChecksumMode: 'x-amz-checksum-mode',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentMD5: 'content-md5',
  ContentType: 'content-type',
  CopySource: 'x-amz-copy-source',
  CopySourceIfMatch: 'x-amz-copy-source-if-match',
  CopySourceSSECustomerAlgorithm: 'x-amz-copy-source-server-side-encryption-customer-algorithm',
  CopySourceSSECustomerKey: 'x-amz-copy-source-server-side-encryption-customer-key',
  CopySourceSSECustomerKeyMD5: 'x-amz-copy-source-server-side-encryption-customer-key-md5',
  ExpectedBucketOwner: 'x-amz-expected-bucket-owner',
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
  MetadataDirective: 'x-amz-metadata-directive',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockMode: 'x-amz-object-lock-mode',
  Range: 'range',
  RequestPayer: 'x-amz-request-payer',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-md5',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  StorageClass: 'x-amz-storage-class',
  Tagging: 'x-amz-tagging',
  TaggingDirective: 'x-amz-tagging-directive',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
}

const PARAMETERS: Readonly<Record<string, string>> = {
  ContinuationToken: 'continuation-token',
  Delimiter: 'delimiter',
  EncodingType: 'encoding-type',
  Marker: 'marker',
  MaxKeys: 'max-keys',
  PartNumber: 'partNumber',
  Prefix: 'prefix',
  StartAfter: 'start-after',
  UploadId: 'uploadId',
  VersionId: 'versionId',
}

/** Members that are times, by their header and how that writes a time. */
const TIMES: Readonly<Record<string, readonly [header: string, write: (time: Date) => string]>> = {
  Expires: ['expires', (time) => time.toUTCString()],
  ObjectLockRetainUntilDate: ['x-amz-object-lock-retain-until-date', (time) => time.toISOString()],
}

const METADATA = 'x-amz-meta-'

/** One printable line: other texts cannot be a header. */
const LINE = /^[^\p{Cc}\p{Cs}]*$/u
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

/** What an input becomes besides its bucket, key and body; undefined where a member of it has no place in the tables. */
export function placed(
  input: Readonly<Record<string, unknown>>,
  elsewhere: ReadonlySet<string>,
): { headers: Record<string, string>; query: Record<string, string> } | undefined {
  const headers: Record<string, string> = {}
  const query: Record<string, string> = {}
  for (const name in input) {
    const value = input[name]
    if (value === undefined || elsewhere.has(name)) continue
    if (name === 'Metadata') {
      for (const [key, text] of Object.entries(value as Record<string, string>)) headers[`${METADATA}${key.toLowerCase()}`] = text
      continue
    }
    const time = TIMES[name]
    if (time !== undefined && value instanceof Date) {
      headers[time[0]] = time[1](value)
      continue
    }
    const header = HEADERS[name]
    const parameter = PARAMETERS[name]
    if (typeof value === 'object' || typeof value === 'function') return undefined
    if (header !== undefined) headers[header] = String(value)
    else if (parameter !== undefined) query[parameter] = String(value)
    else return undefined
  }
  for (const name in headers) if (!LINE.test(headers[name] as string) || !TOKEN.test(name)) return undefined
  return { headers, query }
}

type Read = (text: string) => unknown

const text: Read = (value) => value
const number: Read = Number
const boolean: Read = (value) => value === 'true'
const date: Read = (value) => new Date(value)

/** The headers of an answer that tell of an object, by the member that each becomes. */
const MEMBERS: Readonly<Record<string, readonly [member: string, read: Read]>> = {
  'accept-ranges': ['AcceptRanges', text],
  'cache-control': ['CacheControl', text],
  'content-disposition': ['ContentDisposition', text],
  'content-encoding': ['ContentEncoding', text],
  'content-language': ['ContentLanguage', text],
  'content-length': ['ContentLength', number],
  'content-range': ['ContentRange', text],
  'content-type': ['ContentType', text],
  etag: ['ETag', text],
  expires: ['ExpiresString', text],
  'last-modified': ['LastModified', date],
  'x-amz-archive-status': ['ArchiveStatus', text],
  'x-amz-checksum-crc32': ['ChecksumCRC32', text],
  'x-amz-checksum-crc32c': ['ChecksumCRC32C', text],
  'x-amz-checksum-crc64nvme': ['ChecksumCRC64NVME', text],
  'x-amz-checksum-sha1': ['ChecksumSHA1', text],
  'x-amz-checksum-sha256': ['ChecksumSHA256', text],
  'x-amz-checksum-type': ['ChecksumType', text],
  'x-amz-copy-source-version-id': ['CopySourceVersionId', text],
  'x-amz-delete-marker': ['DeleteMarker', boolean],
  'x-amz-expiration': ['Expiration', text],
  'x-amz-missing-meta': ['MissingMeta', number],
  'x-amz-mp-parts-count': ['PartsCount', number],
  'x-amz-object-lock-legal-hold': ['ObjectLockLegalHoldStatus', text],
  'x-amz-object-lock-mode': ['ObjectLockMode', text],
  'x-amz-object-lock-retain-until-date': ['ObjectLockRetainUntilDate', date],
  'x-amz-replication-status': ['ReplicationStatus', text],
  'x-amz-request-charged': ['RequestCharged', text],
  'x-amz-restore': ['Restore', text],
  'x-amz-server-side-encryption': ['ServerSideEncryption', text],
  'x-amz-server-side-encryption-aws-kms-key-id': ['SSEKMSKeyId', text],
  'x-amz-server-side-encryption-bucket-key-enabled': ['BucketKeyEnabled', boolean],
  'x-amz-server-side-encryption-customer-algorithm': ['SSECustomerAlgorithm', text],
  'x-amz-server-side-encryption-customer-key-md5': ['SSECustomerKeyMD5', text],
  'x-amz-storage-class': ['StorageClass', text],
  'x-amz-tagging-count': ['TagCount', number],
  'x-amz-version-id': ['VersionId', text],
  'x-amz-website-redirect-location': ['WebsiteRedirectLocation', text],
}

/** The members that the headers of an answer are. Metadata is there also when it is empty, as the SDK has it. */
export function membersOf(headers: WireAnswer['headers']): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  const metadata: Record<string, string> = {}
  for (const name in headers) {
    const value = headerOf(headers, name)
    if (value === undefined) continue
    const member = MEMBERS[name]
    if (member !== undefined) members[member[0]] = member[1](value)
    else if (name.startsWith(METADATA)) metadata[name.slice(METADATA.length)] = decodedWords(value)
  }
  members.Metadata = metadata
  return members
}

/** A text that is no ASCII as AWS tells it: encoded words of RFC 2047, as a whole. Any other text stays as it is. */
function decodedWords(text: string): string {
  if (!text.startsWith('=?') || !/^=\?utf-8\?[bq]\?[^?]*\?=(?: =\?utf-8\?[bq]\?[^?]*\?=)*$/i.test(text)) return text
  const words = text.split(' ').map((word) => {
    const [, , coding = '', content = ''] = word.split('?')
    if (coding.toLowerCase() === 'b') return Buffer.from(content, 'base64')
    const bytes = content
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Buffer.from(bytes, 'latin1')
  })
  return Buffer.concat(words).toString()
}

const ASCII = /^\p{ASCII}*$/u

/** A header of an answer, which travels in UTF-8; one that came several times is joined, as HTTP has it. */
export function headerOf(headers: WireAnswer['headers'], name: string): string | undefined {
  const value = headers[name]
  const text = Array.isArray(value) ? value.join(', ') : value
  return text === undefined || ASCII.test(text) ? text : Buffer.from(text, 'latin1').toString()
}
