import { hash } from 'node:crypto'
import {
  type ByteSource,
  createHasher,
  exactly,
  FsError,
  type FsObject,
  type FsPath,
  type Hashes,
  type PutOptions,
  rejoined,
  takeHead,
  wholeOf,
} from '@tranship/core/backend'
import type { Buckets } from '../bucket.js'
import { request, type Session } from '../client/session.js'
import { objectKey } from '../key.js'
import { hashesOf } from '../listing/object-entry.js'
import { fieldsOf, replaceCondition } from '../listing/object-fields.js'
import { md5OfVersion, versionOf } from './etag.js'
import { uploadParts } from './multipart.js'
import type { Write } from './write.js'

/**
 * Writes an object: up to one chunk as a single request with its MD5, which the service checks before it stores anything;
 * more in parts, which become an object only when all of them are there.
 */
export async function putObject(
  session: Session,
  buckets: Buckets,
  path: FsPath,
  source: ByteSource,
  options: PutOptions,
): Promise<FsObject> {
  const { chunkSize } = session.settings
  const { signal = session.context.signal, transfer } = options
  objectKey(path)
  signal.throwIfAborted()
  // A source without a time is as old as its copy: what is stored is what this call returns.
  const write: Write = { session, buckets, path, options, signal, modTime: options.modTime ?? BigInt(Date.now()) * 1_000_000n }

  const { size, whole } = source
  if (size === undefined || size > chunkSize) return putLarge(write, source)
  if (whole === undefined) return putWhole(write, await wholeOf(source, size, path, signal), {})

  await transfer?.take(size)
  const bytes = whole.call(source)
  if (bytes.byteLength !== size) throw new FsError('mismatch', `the source has ${bytes.byteLength} bytes, not the ${size} it had`, { path })
  const hasher = createHasher((transfer?.hashes ?? []).filter((name) => name !== 'md5')) // which is made anyway
  hasher.update(bytes)
  return putWhole(write, bytes, hasher.digests())
}

/** In parts, unless a source of unknown size ends within one. */
async function putLarge(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, path, signal } = write
  const { chunkSize, sdkOnly } = session.settings
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const isKnown = source.size !== undefined
  // Parts of a known size are copied out of the body; else the first chunks are kept.
  const body = exactly(source.open(undefined, { signal: either, reuse: isKnown && !sdkOnly }), source.size, path, either)
  try {
    if (isKnown) return await uploadParts(write, body, source, stop)
    const { chunks, isWhole } = await takeHead(body, chunkSize)
    if (isWhole) return await putWhole(write, chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks), {})
    return await uploadParts(write, rejoined(chunks, body), source, stop)
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    await body.return(undefined)
  }
}

async function putWhole(write: Write, bytes: Uint8Array, digests: Hashes): Promise<FsObject> {
  const { session, buckets, path, options, signal, modTime } = write
  const { settings } = session
  const digest = hash('md5', bytes, 'buffer')
  const md5 = digest.toString('hex')
  const fields = fieldsOf(settings, options, modTime)
  options.transfer?.sent({ ...digests, md5 })
  const answer = await buckets.withBucket(path, signal, () =>
    request(session, { path, signal, use: 'upload', bytes: bytes.byteLength }, (s3, http) =>
      s3.putObject(
        {
          ...objectKey(path),
          ...fields,
          ...replaceCondition(settings.provider, 'put', options.replaces),
          Body: bytes,
          ContentLength: bytes.byteLength,
          ContentMD5: digest.toString('base64'),
        },
        http,
      ),
    ),
  )
  const version = versionOf(answer.ETag)
  const stored = md5OfVersion(version, answer)
  if (stored !== undefined && stored !== md5) {
    throw new FsError(
      'mismatch',
      `the service stored bytes with the MD5 ${stored}, sent were bytes with ${md5}; what was there before is lost`,
      { path },
    )
  }
  return {
    kind: 'object',
    path,
    size: bytes.byteLength,
    modTime,
    mimeType: fields.ContentType,
    ...hashesOf(stored),
    ...(version === undefined ? {} : { version }),
  }
}
