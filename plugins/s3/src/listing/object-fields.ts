import type { HeadObjectCommandOutput, ObjectCannedACL, StorageClass } from '@aws-sdk/client-s3'
import { type FsObject, type PutOptions, toDecimalSeconds } from '@tranship/core/backend'
import type { Provider } from '../client/provider.js'
import type { Settings } from '../client/settings.js'
import { quoted } from '../upload/etag.js'
import { MTIME } from './object-entry.js'

const DEFAULT_MIME_TYPE = 'application/octet-stream'

/** The names of `PutOptions.metadata` that are headers of their own. */
const HEADERS = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
} as const

/** What is stored with the bytes of an object, under the names of the S3 API. */
export interface ObjectFields {
  readonly ContentType: string
  readonly Metadata: Record<string, string>
  readonly CacheControl?: string
  readonly ContentDisposition?: string
  readonly ContentEncoding?: string
  readonly ContentLanguage?: string
  readonly ACL: ObjectCannedACL | undefined
  readonly StorageClass: StorageClass | undefined
}

/** The fields of an object that is written with these options. */
export function fieldsOf(settings: Settings, { mimeType, metadata = {} }: PutOptions, modTime: bigint): ObjectFields {
  const headers: Partial<Record<(typeof HEADERS)[keyof typeof HEADERS], string>> = {}
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata)) {
    const header = HEADERS[name.toLowerCase() as keyof typeof HEADERS]
    if (header === undefined) own[name.toLowerCase()] = value
    else headers[header] = value
  }
  return {
    ...headers,
    ContentType: mimeType ?? headers.ContentType ?? DEFAULT_MIME_TYPE,
    Metadata: { ...own, [MTIME]: toDecimalSeconds(modTime) },
    ...grantsOf(settings),
  }
}

/** What the remote sets for each object that it writes or copies. Any text is sent: the service knows its own names. */
export function grantsOf({ acl, storageClass }: Settings): Pick<ObjectFields, 'ACL' | 'StorageClass'> {
  return { ACL: acl as ObjectCannedACL | undefined, StorageClass: storageClass as StorageClass | undefined }
}

/** The fields that a copy must name to keep them while it replaces the modification time. */
export function replacedFields(head: HeadObjectCommandOutput, modTime: bigint) {
  return {
    MetadataDirective: 'REPLACE',
    Metadata: { ...head.Metadata, [MTIME]: toDecimalSeconds(modTime) },
    ContentType: head.ContentType,
    CacheControl: head.CacheControl,
    ContentDisposition: head.ContentDisposition,
    ContentEncoding: head.ContentEncoding,
    ContentLanguage: head.ContentLanguage,
    WebsiteRedirectLocation: head.WebsiteRedirectLocation,
  } as const
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
