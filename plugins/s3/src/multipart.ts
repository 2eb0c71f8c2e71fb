import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCommandInput,
} from '@aws-sdk/client-s3'
import { type Bytes, FsError, type FsObject, isFsError } from '@tranship/core/backend'
import { serviceCode } from './errors.js'
import { compositeETag, isComposite, md5OfVersion, versionOf } from './etag.js'
import { objectKey } from './key.js'
import { headObject } from './object-entry.js'
import { fieldsOf, replaceCondition } from './object-fields.js'
import { request, type Session, steadyRequest } from './session.js'
import { headAnswer } from './stat.js'
import type { Write } from './write.js'

const MOST_PARTS = 10_000
const MEBIBYTE = 1024 ** 2

/** The size of the parts of an upload: the remote's own, or what makes a file of this size fit. */
function partSizeOf(chunkSize: number, size: number | undefined): number {
  const needed = Math.ceil((size ?? 0) / MOST_PARTS / MEBIBYTE) * MEBIBYTE
  return Math.max(chunkSize, needed)
}

/**
 * Uploads a body in parts, each with its MD5. When anything fails, the source included, or the caller gives up, `stop` is
 * aborted and the upload is gone again before this rejects. Beginning and completing are never cut off, since their
 * outcome would stay unknown.
 */
export async function uploadParts(write: Write, body: Bytes, size: number | undefined, stop: AbortController): Promise<FsObject> {
  const { session, path, options, signal, modTime } = write
  const { settings } = session
  const { Upload } = await import('@aws-sdk/lib-storage')
  const fields = fieldsOf(settings, options, modTime)
  const upload = await createUpload(write, AbortSignal.any([signal, stop.signal]), stop)
  const parts = new Upload({
    client: upload.client,
    params: { ...objectKey(path), ...fields, Body: Readable.from(body) },
    partSize: partSizeOf(settings.chunkSize, size),
    queueSize: settings.uploadConcurrency,
    leavePartsOnError: true,
  })
  let etag: string | undefined
  try {
    etag = versionOf((await parts.done()).ETag)
  } catch (error) {
    stop.abort(error)
    await upload.discard()
    throw error
  }
  const stored = { kind: 'object', path, size: upload.bytes(), modTime, mimeType: fields.ContentType } as const
  const version = etag ?? versionOf((await headAnswer(session, path, signal)).ETag)
  if (settings.provider.compositeETag && isComposite(version) && version !== upload.etag()) {
    throw new FsError('mismatch', `the service put together other parts than were sent (ETag ${version}, not ${upload.etag()})`, { path })
  }
  return version === undefined ? stored : { ...stored, version }
}

/** A multipart upload as seen by the SDK's scheduler of parts. */
interface PartUpload {
  /** Sends each command of the scheduler as a request of the session. */
  readonly client: S3Client
  /** Removes the parts from the service. */
  discard(): Promise<void>
  bytes(): number
  etag(): string
}

async function createUpload(write: Write, signal: AbortSignal, stop: AbortController): Promise<PartUpload> {
  const { session, buckets, path, options } = write
  const target = objectKey(path)
  const md5s: Buffer[] = []
  let uploadId: string | undefined
  let bytes = 0

  const begin = async ({ input }: CreateMultipartUploadCommand) => {
    const answer = await buckets.withBucket(path, signal, () =>
      request(session, { path, signal, atomic: true }, (s3, http) => s3.createMultipartUpload(input, http)),
    )
    uploadId = answer.UploadId
    signal.throwIfAborted()
    return answer
  }

  const sendPart = async ({ input }: UploadPartCommand) => {
    const { Body: part, PartNumber: number = 0 } = input as UploadPartCommandInput & { Body: Uint8Array }
    if (number > MOST_PARTS) {
      throw new FsError('unsupported', `a stream of unknown size can have ${MOST_PARTS} parts: set "chunk_size" higher`, { path })
    }
    const md5 = hash('md5', part, 'buffer')
    md5s[number - 1] = md5
    bytes += part.byteLength
    const answer = await steadyRequest(session, { path, signal, use: 'upload', bytes: part.byteLength }, (s3, http) =>
      s3.uploadPart({ ...input, ContentMD5: md5.toString('base64') }, http),
    )
    const stored = md5OfVersion(versionOf(answer.ETag), answer)
    if (session.settings.provider.compositeETag && stored !== undefined && stored !== md5.toString('hex')) {
      throw new FsError('mismatch', `the service stored other bytes than were sent in part ${number}`, { path })
    }
    return answer
  }

  const complete = async ({ input }: CompleteMultipartUploadCommand) => {
    const { provider } = session.settings
    const condition = replaceCondition(provider, 'put', options.replaces)
    if (!provider.conditionalComplete && Object.keys(condition).length > 0) await checkReplaced(write)
    try {
      return await request(session, { path, signal, atomic: true }, (s3, http) =>
        s3.completeMultipartUpload({ ...input, ...condition }, http),
      )
    } catch (error) {
      const etag = isFsError(error, 'unavailable') ? await etagIfComplete(write, bytes, compositeETag(md5s)) : undefined
      if (etag === undefined) throw error
      return { ETag: etag }
    }
  }

  const sdk = await import('@aws-sdk/client-s3')
  const send = async (command: unknown): Promise<unknown> => {
    try {
      if (command instanceof sdk.UploadPartCommand) return await sendPart(command)
      if (command instanceof sdk.CreateMultipartUploadCommand) return await begin(command)
      if (command instanceof sdk.CompleteMultipartUploadCommand) return await complete(command)
      throw new FsError('unexpected', 'an upload in parts sends no such request', { path })
    } catch (error) {
      stop.abort(error)
      throw error
    }
  }

  return {
    client: Object.assign(Object.create(await session.client()), { send }),
    discard: () => (uploadId === undefined ? Promise.resolve() : abortUpload(session, { ...target, UploadId: uploadId }, path)),
    bytes: () => bytes,
    etag: () => compositeETag(md5s),
  }
}

/** Compares what is there with what the caller believes: for a provider that does not do so while it completes an upload. */
async function checkReplaced({ session, path, signal, options: { replaces } }: Write): Promise<void> {
  const found = await headAnswer(session, path, signal).catch((error: unknown) => {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  })
  const expected = replaces === 'nothing' ? undefined : replaces?.version
  if (versionOf(found?.ETag) !== expected) throw new FsError('precondition-failed', 'the object is not the one that was meant', { path })
}

/** The ETag of the object if the service has completed the upload although its answer was lost: it is as long, as old and as composed. */
async function etagIfComplete({ session, path, signal, modTime }: Write, size: number, etag: string): Promise<string | undefined> {
  const found = headObject(path, await headAnswer(session, path, signal).catch(() => ({})))
  const { version } = found
  if (!isComposite(version) || found.size !== size || found.modTime !== modTime) return undefined
  return version === etag || !session.settings.provider.compositeETag ? version : undefined
}

/** Nobody can cut this off: it is what a caller who gave up waits for. */
async function abortUpload(session: Session, upload: { Bucket: string; Key: string; UploadId: string }, path: string): Promise<void> {
  const { signal } = new AbortController()
  try {
    await request(session, { path, signal }, (s3, http) => s3.abortMultipartUpload(upload, http))
  } catch (error) {
    if (isFsError(error) && serviceCode(error.cause) === 'NoSuchUpload') return
    if (error instanceof Error) session.context.log('notice', `an unfinished upload may be left behind: ${error.message}`, path)
  }
}
