import { FsError, type FsObject, type Hashes, isFsError, repeatedly } from '@tranship/core/backend'
import { request, steadyRequest } from '../client/session.js'
import { serviceCode } from '../errors.js'
import { objectKey } from '../key.js'
import { headObject } from '../listing/object-entry.js'
import { fieldsOf, replaceCondition } from '../listing/object-fields.js'
import { headAnswer } from '../stat.js'
import { compositeETag, isComposite, md5OfVersion, versionOf } from './etag.js'
import type { Write } from './write.js'

/** The most parts that S3 puts together to one object. */
export const MOST_PARTS = 10_000

interface Part {
  /** From 1. */
  readonly number: number
  /** Its memory may be used again once it is sent. */
  readonly bytes: Uint8Array
  /** The MD5, and the SHA-256 where the request signs it. */
  readonly digests: Hashes
}

/** An upload in parts, as far as the service is told of it. */
export interface PartUpload {
  /** Once, before anything is sent. */
  begin(): Promise<{ readonly UploadId: string | undefined }>
  /** In any order and at any time beside others. Gives the part's ETag. */
  send(part: Part): Promise<{ readonly ETag: string | undefined }>
  /** Puts together what was sent. Gives the ETag of the object, where the service says it. */
  complete(): Promise<{ readonly ETag: string | undefined }>
  /** Removes the parts from the service. */
  discard(): Promise<void>
  /** Bytes that were sent. */
  bytes(): number
  /** The ETag that the object must have, where the provider makes it of those of the parts. */
  etag(): string
}

/** Beginning and completing are never cut off, since their outcome would stay unknown; `signal` ends the sending of parts. */
export function createPartUpload(write: Write, signal: AbortSignal): PartUpload {
  const { session, buckets, path, options, modTime } = write
  const { provider } = session.settings
  const target = objectKey(path)
  const md5s: Buffer[] = []
  const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = []
  let uploadId: string | undefined
  let bytes = 0

  return {
    begin: async () => {
      const input = { ...target, ...fieldsOf(session.settings, options, modTime) }
      const { UploadId } = await buckets.withBucket(path, signal, () =>
        steadyRequest(session, { path, signal, atomic: true }, (s3, http) => s3.createMultipartUpload(input, http)),
      )
      uploadId = UploadId
      signal.throwIfAborted()
      return { UploadId }
    },

    send: async ({ number, bytes: body, digests }) => {
      if (number > MOST_PARTS) {
        throw new FsError('unsupported', `a stream of unknown size can have ${MOST_PARTS} parts: set "chunk_size" higher`, { path })
      }
      const { md5 = '', sha256 } = digests
      md5s[number - 1] = Buffer.from(md5, 'hex')
      bytes += body.byteLength
      const input = {
        ...target,
        UploadId: uploadId,
        PartNumber: number,
        Body: body,
        ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
      }
      const answer = await steadyRequest(session, { path, signal, use: 'upload', bytes: body.byteLength }, (s3, http) =>
        s3.uploadPart({ ...input, ContentLength: body.byteLength }, sha256 === undefined ? http : { ...http, bodySha256: sha256 }),
      )
      const stored = md5OfVersion(versionOf(answer.ETag), answer)
      if (provider.compositeETag && stored !== undefined && stored !== md5) {
        throw new FsError('mismatch', `the service stored other bytes than were sent in part ${number}`, { path })
      }
      parts[number - 1] = { PartNumber: number, ETag: answer.ETag }
      return { ETag: answer.ETag }
    },

    complete: async () => {
      const condition = replaceCondition(provider, 'put', options.replaces)
      if (!provider.conditionalComplete && Object.keys(condition).length > 0) await checkReplaced(write)
      const input = { ...target, UploadId: uploadId, MultipartUpload: { Parts: parts }, ...condition }
      // Completing is done once however often it is asked for, so that no lost answer costs the parts.
      return repeatedly(
        async () => {
          try {
            const { ETag } = await request(session, { path, signal, atomic: true }, (s3, http) => s3.completeMultipartUpload(input, http))
            return { ETag }
          } catch (error) {
            const etag = isFsError(error, 'unavailable') ? await etagIfComplete(write, bytes, compositeETag(md5s)) : undefined
            if (etag === undefined) throw error
            return { ETag: etag }
          }
        },
        { signal },
      )
    },

    // Nobody can cut this off: it is what a caller who gave up waits for.
    discard: async () => {
      if (uploadId === undefined) return
      const upload = { ...target, UploadId: uploadId }
      const { signal: never } = new AbortController()
      try {
        await request(session, { path, signal: never }, (s3, http) => s3.abortMultipartUpload(upload, http))
      } catch (error) {
        if (isFsError(error) && serviceCode(error.cause) === 'NoSuchUpload') return
        if (error instanceof Error) session.context.log('notice', `an unfinished upload may be left behind: ${error.message}`, path)
      }
    },

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
  const found: FsObject = headObject(path, await headAnswer(session, path, signal).catch(() => ({})))
  const { version } = found
  if (!isComposite(version) || found.size !== size || found.modTime !== modTime) return undefined
  return version === etag || !session.settings.provider.compositeETag ? version : undefined
}
