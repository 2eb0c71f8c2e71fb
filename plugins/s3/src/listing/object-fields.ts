import type { HeadObjectCommandOutput, StorageClass } from '@aws-sdk/client-s3'
import { FsError, type FsObject, type FsPath, fromDecimalSeconds, type PutOptions, toDecimalSeconds } from '@tranship/core/backend'
import type { Provider } from '../client/provider.js'
import { storing } from '../client/request-members.js'
import type { Settings } from '../client/settings.js'
import { quoted } from '../upload/etag.js'
import { MD5_METADATA, MTIME } from './object-entry.js'

const DEFAULT_MIME_TYPE = 'application/octet-stream'

/** The names of metadata that are headers of their own, by the member of the S3 API that each is. */
const HEADERS = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
} as const

type HeaderMembers = Partial<Record<(typeof HEADERS)[keyof typeof HEADERS], string>>

/** Names of metadata that `metadata` tells, and that are no metadata of the user: each has a place of its own. */
const TOLD: ReadonlySet<string> = new Set([MTIME, MD5_METADATA, 'btime', 'tier'])

/** Metadata of a user in two: what are headers, and what is stored by its lower-case name. */
function sorted(metadata: Readonly<Record<string, string>>): { headers: HeaderMembers; own: Record<string, string> } {
  const headers: HeaderMembers = {}
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata)) {
    const lower = name.toLowerCase()
    const header = HEADERS[lower as keyof typeof HEADERS]
    if (header !== undefined) headers[header] = value
    else if (!TOLD.has(lower)) own[lower] = value
  }
  return { headers, own }
}

/** What is stored with the bytes of an object, under the names of the S3 API. */
export type ObjectFields = ReturnType<typeof fieldsOf>

/** The fields of an object that is written with these options. `md5`, in hex: of an object that will have none of its own. */
export function fieldsOf(settings: Settings, { mimeType, metadata = {} }: PutOptions, modTime: bigint, md5?: string) {
  const { headers, own } = sorted(metadata)
  const stored = storing(settings)
  return {
    ...headers,
    ContentType: mimeType ?? headers.ContentType ?? DEFAULT_MIME_TYPE,
    Metadata: {
      ...own,
      [MTIME]: toDecimalSeconds(modTime),
      ...(md5 === undefined ? {} : { [MD5_METADATA]: Buffer.from(md5, 'hex').toString('base64') }),
    },
    ...stored,
    StorageClass: stored.StorageClass ?? keptTier(settings.provider, metadata.tier),
  }
}

/** A storage class that an object had elsewhere, where this service has it too. */
function keptTier({ storageClasses }: Provider, tier: string | undefined): StorageClass | undefined {
  return tier !== undefined && storageClasses.includes(tier) ? (tier as StorageClass) : undefined
}

/** The modification time that an object gets: that of its metadata, else that of its source, else now. */
export function modTimeOfPut({ modTime, metadata = {} }: PutOptions): bigint {
  return timeOfText(metadata.mtime) ?? modTime ?? BigInt(Date.now()) * 1_000_000n
}

/** Nanoseconds of a time as metadata has it: as in RFC 3339, or seconds since the epoch. */
function timeOfText(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined
  const parts = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/i.exec(text)
  if (parts === null) return fromDecimalSeconds(text)
  const [, seconds = '', fraction = '', zone = ''] = parts
  const milliseconds = Date.parse(`${seconds.replace(' ', 'T')}${zone}`)
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** A time as the metadata that is told has it. */
function textOfTime(time: bigint): string {
  const seconds = time / 1_000_000_000n - (time % 1_000_000_000n < 0n ? 1n : 0n)
  const fraction = String(time - seconds * 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '')
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`
}

/** System and user metadata of an object, by lower-case names. */
export function metadataOf(head: HeadObjectCommandOutput): Readonly<Record<string, string>> {
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(head.Metadata ?? {})) if (!TOLD.has(name)) told[name] = value
  for (const [name, member] of Object.entries(HEADERS)) {
    const value = head[member]
    if (value !== undefined) told[name] = value
  }
  const mtime = fromDecimalSeconds(head.Metadata?.[MTIME] ?? '')
  if (mtime !== undefined) told.mtime = textOfTime(mtime)
  if (head.LastModified !== undefined) told.btime = textOfTime(BigInt(head.LastModified.getTime()) * 1_000_000n)
  told.tier = head.StorageClass ?? 'STANDARD'
  return told
}

/** What of an object is replaced. */
export interface Replacement {
  /** Nanoseconds since the epoch. */
  readonly modTime?: bigint | undefined
  /** In place of the user's metadata; headers that it does not name stay. */
  readonly metadata?: Readonly<Record<string, string>>
  /** In hex: of an object that will have none of its own. */
  readonly md5?: string | undefined
}

/** The fields that a copy must name to keep them while it replaces others. */
export function replacedFields(head: HeadObjectCommandOutput, { modTime, metadata, md5 }: Replacement) {
  const { headers, own } = metadata === undefined ? { headers: {}, own: undefined } : sorted(metadata)
  const { [MTIME]: mtime, [MD5_METADATA]: checksum, ...kept } = head.Metadata ?? {}
  const time = modTime === undefined ? mtime : toDecimalSeconds(modTime)
  const sum = md5 === undefined ? checksum : Buffer.from(md5, 'hex').toString('base64')
  const expires = Date.parse(head.ExpiresString ?? '')
  return {
    Metadata: { ...(own ?? kept), ...(time === undefined ? {} : { [MTIME]: time }), ...(sum === undefined ? {} : { [MD5_METADATA]: sum }) },
    ContentType: head.ContentType,
    CacheControl: head.CacheControl,
    ContentDisposition: head.ContentDisposition,
    ContentEncoding: head.ContentEncoding,
    ContentLanguage: head.ContentLanguage,
    WebsiteRedirectLocation: head.WebsiteRedirectLocation,
    ...headers,
    ...(Number.isNaN(expires) ? {} : { Expires: new Date(expires) }),
  }
}

/** Throws `unsupported` for metadata that no header can hold. */
export function checkMetadata(metadata: Readonly<Record<string, string>> | undefined, path: FsPath): void {
  for (const [name, value] of Object.entries(metadata ?? {})) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/\p{Cc}/u.test(value)) continue
    throw new FsError('unsupported', `S3 cannot keep the metadata ${JSON.stringify(name)}: it has characters that no header can have`, {
      path,
    })
  }
}

/** The condition on what a write replaces, where the provider holds to it. */
export function replaceCondition(
  { conditions, bareConditions }: Provider,
  operation: 'put' | 'copy',
  replaces: FsObject | 'nothing' | undefined,
): { readonly IfNoneMatch?: string; readonly IfMatch?: string } {
  if (replaces === undefined || !conditions.includes(operation)) return {}
  if (replaces === 'nothing') return { IfNoneMatch: '*' }
  if (replaces.version === undefined) return {}
  return { IfMatch: bareConditions ? replaces.version : quoted(replaces.version) }
}
