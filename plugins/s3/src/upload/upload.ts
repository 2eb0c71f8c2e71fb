import { hash } from 'node:crypto'
import {
  type ByteSource,
  differingHash,
  digestsOf,
  exactly,
  FsError,
  type FsObject,
  type FsPath,
  type Hashes,
  type PutOptions,
  rejoined,
  takeHead,
  takenAtOnce,
  wholeOf,
} from '@tranship/core/backend'
import type { Buckets } from '../bucket.js'
import { checksumMember, digestsTold } from '../client/checksums.js'
import { asksChecksums } from '../client/request-members.js'
import { request, type Session } from '../client/session.js'
import { objectKey } from '../key.js'
import { hashesOf, showsMd5 } from '../listing/object-entry.js'
import { checkMetadata, fieldsOf, modTimeOfPut, replaceCondition } from '../listing/object-fields.js'
import { md5OfVersion, versionOf } from './etag.js'
import { uploadParts } from './multipart.js'
import type { Write } from './write.js'

/**
 * Writes an object: up to the cutoff as a single request with its MD5, which the service checks before it stores anything;
 * more in parts, which become an object only when all of them are there.
 */
export async function putObject(
  session: Session,
  buckets: Buckets,
  path: FsPath,
  source: ByteSource,
  options: PutOptions,
): Promise<FsObject> {
  const { settings } = session
  const { signal = session.context.signal, transfer } = options
  objectKey(path)
  signal.throwIfAborted()
  checkMetadata(options.metadata, path)
  // A source without a time is as old as its copy: what is stored is what this call returns.
  const modTime = modTimeOfPut(options)
  const write: Write = { session, buckets, path, options, signal, modTime, fields: fieldsOf(settings, options, modTime) }

  const { size } = source
  if (size === undefined || size > settings.uploadCutoff) return putLarge(write, source)
  const taken = takenAtOnce(source, size, transfer, path)
  if (taken === undefined) return putWhole(write, await wholeOf(source, size, path, signal), {})
  const bytes = await taken
  const wanted = (transfer?.hashes ?? []).filter((name) => name !== 'md5') // which is made anyway
  return putWhole(write, bytes, digestsOf(bytes, wanted))
}

/** In parts, unless a source of unknown size ends within one. */
async function putLarge(write: Write, source: ByteSource): Promise<FsObject> {
  const { signal } = write
  const stop = new AbortController()
  try {
    return source.size === undefined ? await putUnsized(write, source, stop) : await uploadParts(write, source, stop)
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}

async function putUnsized(write: Write, source: ByteSource, stop: AbortController): Promise<FsObject> {
  const { session, path, signal } = write
  const either = AbortSignal.any([signal, stop.signal])
  const body = exactly(source.open(undefined, { signal: either }), undefined, path, either)
  try {
    const { chunks, isWhole } = await takeHead(body, session.settings.uploadCutoff)
    if (isWhole) return await putWhole(write, chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks), {})
    return await uploadParts(write, source, stop, rejoined(chunks, body))
  } finally {
    await body.return(undefined)
  }
}

async function putWhole(write: Write, bytes: Uint8Array, digests: Hashes): Promise<FsObject> {
  const { session, buckets, path, options, signal, modTime, fields } = write
  const { settings } = session
  const digest = hash('md5', bytes, 'buffer')
  const md5 = digest.toString('hex')
  const { whole: checksum } = settings.checksums
  const sum = checksum === undefined ? undefined : (digests[checksum] ?? digestsOf(bytes, [checksum])[checksum])
  const own = checksum === undefined || sum === undefined ? {} : { [checksum]: sum }
  // Where the ETag will be no MD5, the metadata has it.
  const isOwn = settings.keepsMd5 && !showsMd5(settings)
  const stored = isOwn ? { ...fields, ...fieldsOf(settings, options, modTime, md5) } : fields
  options.transfer?.sent({ ...digests, md5, ...own })
  const answer = await buckets.withBucket(path, signal, () =>
    request(session, { path, signal, use: 'upload', bytes: bytes.byteLength }, (s3, http) =>
      s3.putObject(
        {
          ...objectKey(path),
          ...stored,
          ...replaceCondition(settings.provider, 'put', options.replaces),
          Body: bytes,
          ContentLength: bytes.byteLength,
          ContentMD5: digest.toString('base64'),
          ...(checksum === undefined || sum === undefined ? {} : checksumMember(checksum, sum)),
        },
        own.sha256 === undefined || !settings.signsBodies ? http : { ...http, bodySha256: own.sha256 },
      ),
    ),
  )
  const version = versionOf(answer.ETag)
  const answered = settings.provider.etagIsMd5 ? md5OfVersion(version, { ...settings.customerKey, ...answer }) : undefined
  if (answered !== undefined && answered !== md5) {
    throw new FsError(
      'mismatch',
      `the service stored bytes with the MD5 ${answered}, sent were bytes with ${md5}; what was there before is lost`,
      { path },
    )
  }
  const told = digestsTold(answer)
  const differing = differingHash(own, told)
  if (differing !== undefined) {
    throw new FsError(
      'mismatch',
      `the ${differing} of what the service stored is not that of what was sent; what was there before is lost`,
      {
        path,
      },
    )
  }
  return {
    kind: 'object',
    path,
    size: bytes.byteLength,
    modTime,
    mimeType: fields.ContentType,
    ...hashesOf(answered ?? (isOwn ? md5 : undefined), asksChecksums(settings) ? told : {}),
    tier: fields.StorageClass ?? 'STANDARD',
    ...(version === undefined ? {} : { version }),
  }
}
