import type { HeadObjectCommandOutput, StorageClass } from '@aws-sdk/client-s3'
import { type CopyOptions, FsError, type FsObject, type FsPath, fromDecimalSeconds, joinPath } from '@tranship/core/backend'
import type { Buckets } from './bucket.js'
import { copySource as sourceMembers, storing } from './client/request-members.js'
import { request, type Session } from './client/session.js'
import { realmOf } from './client/settings.js'
import { copyInParts } from './copy-parts.js'
import { objectKey } from './key.js'
import { headObject, MTIME } from './listing/object-entry.js'
import { checkMetadata, type Replacement, replaceCondition, replacedFields } from './listing/object-fields.js'
import { headAnswer } from './stat.js'
import { setTags, tagsOf, tagText } from './tags.js'
import { md5OfVersion, quoted, versionOf } from './upload/etag.js'

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
  objectKey(to)
  const head = await headAnswer(session, source, signal)
  const before = headObject(source, head, settings)
  if (source === to && (options.modTime === undefined || options.modTime === before.modTime)) return before
  // A source that keeps no time of its own would give its copy the time of the copying.
  return rewrite(session, buckets, { object, source, head, to }, { modTime: options.modTime ?? before.modTime }, options)
}

/** Replaces some of what is stored with the bytes of an object, by copying it onto itself; all else stays as it is. */
export async function changeObject(
  session: Session,
  buckets: Buckets,
  object: FsObject,
  change: Change,
  signal: AbortSignal | undefined,
): Promise<FsObject> {
  const { path } = object
  checkMetadata(change.metadata, path)
  const head = await headAnswer(session, path, signal)
  const before = headObject(path, head, session.settings)
  const isSame = change.metadata === undefined && [undefined, before.modTime].includes(change.modTime)
  if (isSame && [undefined, before.tier].includes(change.tier)) return before
  return rewrite(session, buckets, { object, source: path, head, to: path }, change, signal === undefined ? {} : { signal })
}

interface Rewrite {
  /** As the caller believes it to be. */
  readonly object: FsObject
  readonly source: FsPath
  readonly head: HeadObjectCommandOutput
  readonly to: FsPath
}

type Change = Replacement & { readonly tier?: string }

async function rewrite(session: Session, buckets: Buckets, what: Rewrite, change: Change, options: CopyOptions): Promise<FsObject> {
  const { settings } = session
  const { to, source, head } = what
  const { signal } = options
  const { input, stored, fields, condition, inParts, isAsItIs } = requestOf(session, what, change, options)
  const { takesTags } = settings.provider
  const tags = isAsItIs || (takesTags && !inParts) ? [] : await tagsOf(session, source, head, signal)
  const made = { ...fields, ...stored }

  const copied = async (): Promise<FsObject> => {
    if (inParts) {
      const Tagging = tags.length > 0 && takesTags ? { Tagging: tagText(tags) } : {}
      const size = head.ContentLength ?? 0
      return copyInParts(session, buckets, { to, size, fields: { ...made, ...Tagging }, input, condition, signal })
    }
    const directed = isAsItIs ? { ...stored, MetadataDirective: 'COPY' as const } : { ...made, MetadataDirective: 'REPLACE' as const }
    const { CopyObjectResult: result } = await buckets.withBucket(to, signal, () =>
      request(session, { path: to, signal }, (s3, http) => s3.copyObject({ ...input, ...directed, ...condition }, http)),
    )
    if (!result?.ETag) return headObject(to, await headAnswer(session, to, signal), settings)
    const { Metadata, ContentType, ContentEncoding, StorageClass } = made
    const now = { ...head, Metadata, ContentType, ContentEncoding, StorageClass, ETag: result.ETag }
    const { lastModified: _, ...object } = headObject(to, now, settings)
    return object
  }

  const object = await copied()
  if (tags.length > 0 && !takesTags) await setTags(session, to, tags, signal)
  return object
}

/** What the request for a copy says, and how it is made. */
function requestOf(session: Session, { object, source, head, to }: Rewrite, change: Change, { replaces }: CopyOptions) {
  const { settings } = session
  const { tier } = change
  const inParts = (head.ContentLength ?? 0) > settings.copyCutoff
  // In parts it gets another ETag, which is no MD5.
  const md5 = inParts && settings.provider.etagIsMd5 ? md5OfVersion(versionOf(head.ETag), head) : undefined
  return {
    inParts,
    isAsItIs: !inParts && tier === undefined && isSame(head, change),
    input: { ...objectKey(to), CopySource: sourceText(source), ...sourceMembers(settings), ...sourceCondition(session, object) },
    fields: replacedFields(head, { ...change, md5 }),
    stored: {
      ...storing(settings),
      ...(source === to ? storageOf(head) : {}),
      ...(tier === undefined ? {} : { StorageClass: tier as StorageClass }),
    },
    condition: replaceCondition(settings.provider, 'copy', replaces),
  }
}

/** Whether nothing of what is stored with the bytes changes. */
function isSame({ Metadata }: HeadObjectCommandOutput, { modTime, metadata }: Replacement): boolean {
  return metadata === undefined && Metadata?.[MTIME] !== undefined && [undefined, fromDecimalSeconds(Metadata[MTIME])].includes(modTime)
}

/** What an object that is copied onto itself must name to stay in its class, under its key and its lock. */
function storageOf(head: HeadObjectCommandOutput) {
  const { StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = head
  const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus } = head
  const lock = { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus }
  return { StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, ...lock }
}

function sourceCondition({ settings }: Session, { version }: FsObject): { readonly CopySourceIfMatch?: string } {
  return version !== undefined && settings.provider.conditions.includes('copy') ? { CopySourceIfMatch: quoted(version) } : {}
}

/** "bucket/key", URL-encoded: it travels in a header, which is no place for most characters of a key. */
function sourceText(path: FsPath): string {
  const { Bucket, Key } = objectKey(path)
  return encodeURIComponent(`${Bucket}/${Key}`).replaceAll('%2F', '/')
}
