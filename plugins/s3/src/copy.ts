import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { type CopyOptions, FsError, type FsObject, type FsPath, joinPath } from '@tranship/core/backend'
import type { Buckets } from './bucket.js'
import { request, type Session } from './client/session.js'
import { realmOf } from './client/settings.js'
import { objectKey } from './key.js'
import { headObject } from './listing/object-entry.js'
import { grantsOf, replaceCondition, replacedFields } from './listing/object-fields.js'
import { headAnswer } from './stat.js'
import { quoted } from './upload/etag.js'

/** Bytes: what one CopyObject request takes. */
const LARGEST_COPY = 5 * 1024 ** 3

/** Copies an object within the account, with all that is stored with it; the modification time is kept or replaced. */
export async function copyObject(
  session: Session,
  buckets: Buckets,
  object: FsObject,
  to: FsPath,
  options: CopyOptions,
): Promise<FsObject> {
  const { settings } = session
  const { from, signal } = options
  if (from !== undefined && from.realm !== realmOf(settings)) {
    throw new FsError('unsupported', 'copies within the service need the same endpoint and account', { path: object.path })
  }
  const source = from === undefined ? object.path : joinPath(from.path as FsPath, object.path)
  const target = objectKey(to)
  const head = await headAnswer(session, source, signal)
  const before = headObject(source, head)
  const isItself = source === to
  if (isItself && (options.modTime === undefined || options.modTime === before.modTime)) return before
  if ((before.size ?? 0) > LARGEST_COPY)
    throw new FsError('unsupported', 'objects above 5 GiB cannot be copied in one request', { path: source })

  // A source that keeps no time of its own would give its copy the time of the copying.
  const modTime = options.modTime ?? before.modTime
  const isKept = head.Metadata?.mtime !== undefined && options.modTime === undefined
  const fields = isKept || modTime === undefined ? { MetadataDirective: 'COPY' as const } : replacedFields(head, modTime)
  const input = {
    ...target,
    CopySource: copySource(source),
    ...fields,
    ...grantsOf(settings),
    ...(isItself ? storageOf(head) : {}),
    ...replaceCondition(settings.provider, 'copy', options.replaces),
    ...sourceCondition(session, object),
  }
  const { CopyObjectResult: result } = await buckets.withBucket(to, signal, () =>
    request(session, { path: to, signal }, (s3, http) => s3.copyObject(input, http)),
  )
  if (!result?.ETag) return headObject(to, await headAnswer(session, to, signal))
  const Metadata = 'Metadata' in fields ? fields.Metadata : head.Metadata
  const { lastModified: _, ...copied } = headObject(to, { ...head, Metadata, ETag: result.ETag })
  return copied
}

/** Sets the modification time of an object by copying it onto itself. */
export function setModTime(
  session: Session,
  buckets: Buckets,
  object: FsObject,
  time: bigint,
  signal: AbortSignal | undefined,
): Promise<FsObject> {
  return copyObject(session, buckets, object, object.path, { modTime: time, ...(signal === undefined ? {} : { signal }) })
}

/** What an object that is copied onto itself must name to stay in its class and under its key. */
function storageOf(head: HeadObjectCommandOutput) {
  const { StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = head
  return { StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled }
}

function sourceCondition({ settings }: Session, { version }: FsObject): { readonly CopySourceIfMatch?: string } {
  return version !== undefined && settings.provider.conditions.includes('copy') ? { CopySourceIfMatch: quoted(version) } : {}
}

/** "bucket/key", URL-encoded: it travels in a header, which is no place for most characters of a key. */
function copySource(path: FsPath): string {
  const { Bucket, Key } = objectKey(path)
  return encodeURIComponent(`${Bucket}/${Key}`).replaceAll('%2F', '/')
}
