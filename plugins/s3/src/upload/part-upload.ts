import { type Checkpoint, differingHash, FsError, type Hashes, isFsError, type PutOptions, repeatedly } from '@tranship/core/backend'
import {
  type ChecksumAnswer,
  type ChecksumMembers,
  checksumMember,
  checksumOfParts,
  checksumOfUpload,
  digestsTold,
} from '../client/checksums.js'
import { access } from '../client/request-members.js'
import { request, steadyRequest } from '../client/session.js'
import { serviceCode } from '../errors.js'
import { objectKey } from '../key.js'
import { MTIME } from '../listing/object-entry.js'
import { replaceCondition } from '../listing/object-fields.js'
import { checkReplaced, etagIfComplete } from './completion.js'
import { discardState, isUploadGone, listedParts, removeNameless, removeUpload } from './earlier-upload.js'
import { compositeETag, md5OfVersion, versionOf } from './etag.js'
import { missingPieces, type Piece } from './plan.js'
import { digestOfFields, isSameUpload, parseState, type UploadState } from './upload-state.js'
import type { Write } from './write.js'

interface Part {
  /** From 1. */
  readonly number: number
  /** Its memory may be used again once it is sent. */
  readonly bytes: Uint8Array
  /** The MD5, the SHA-256 where the request signs it, and the checksum that the upload goes with. */
  readonly digests: Hashes
}

/** An upload in parts, as far as the service is told of it. */
export interface PartUpload {
  /** Once, before anything is sent. */
  begin(): Promise<{ readonly UploadId: string | undefined }>
  /**
   * The same for what may go on later, in parts of a known size: where the checkpoint names an upload of the same, this goes on
   * with it; one of something else is removed. Gives the pieces that have not arrived.
   */
  resume(checkpoint: Checkpoint, size: number, partSize: number): Promise<{ readonly pieces: readonly Piece[]; readonly partSize: number }>
  /** In any order and at any time beside others. Gives the part's ETag. */
  send(part: Part): Promise<{ readonly ETag: string | undefined }>
  /** Puts together what was sent. Gives the ETag and the checksum of the object, where the service says them. */
  complete(): Promise<Completed>
  /** Removes the parts from the service. */
  discard(): Promise<void>
  /** Bytes that were sent. */
  bytes(): number
  /** Nanoseconds since the epoch: the time that the object has. */
  modTime(): bigint
  /** The ETag that the object must have, where the provider makes it of those of the parts. */
  etag(): string
  /** The checksum that the object must have, as the service tells it; undefined: it goes without one. */
  checksum(): string | undefined
}

/** What the service says of an object that it has put together. */
export interface Completed extends ChecksumAnswer {
  readonly ETag?: string | undefined
}

/** A part as the object is put together of it. */
interface SentPart extends ChecksumMembers {
  readonly PartNumber: number
  readonly ETag: string | undefined
}

/** Beginning and completing are never cut off, since their outcome would stay unknown; `signal` ends the sending of parts. */
export function createPartUpload(write: Write, signal: AbortSignal): PartUpload {
  const { session, buckets, path, options, fields } = write
  const { settings } = session
  const { provider } = settings
  const { parts: checksum } = settings.checksums
  const beginning = { ...fields, ...(checksum && checksumOfUpload(checksum)) }
  const target = objectKey(path)
  const md5s: Buffer[] = []
  const sums: { readonly digest: string; readonly bytes: number }[] = []
  const parts: SentPart[] = []
  const place = { bucket: target.Bucket, key: target.Key }
  const begun = Date.now()
  let { modTime } = write
  let uploadId: string | undefined
  let bytes = 0
  /** A try to begin may have begun an upload that nobody knows the id of. */
  let isAnswerLost = false

  /** What an upload of this size is to be begun with. */
  const stateOf = (size: number, partSize: number): UploadState => ({
    version: 1,
    ...place,
    begun,
    size,
    partSize,
    modTime: String(modTime),
    fields: digestOfFields(beginning),
  })

  const removeOthers = () => removeNameless(session, stateOf(0, 0), uploadId)

  const begin = async () => {
    const input = { ...target, ...beginning }
    const { UploadId } = await buckets.withBucket(path, signal, () =>
      steadyRequest(session, { path, signal, atomic: true }, (s3, http) =>
        s3.createMultipartUpload(input, http).catch((error: unknown) => {
          isAnswerLost ||= serviceCode(error) === undefined
          throw error
        }),
      ),
    )
    uploadId = UploadId
    if (isAnswerLost) await removeOthers()
    signal.throwIfAborted()
    return { UploadId }
  }

  /** Takes the parts of an earlier upload that are as they should be for those of this one. Gives what is missing; undefined: it is gone. */
  const goOnWith = async ({ uploadId: id, size, partSize, modTime: time }: UploadState): Promise<Piece[] | undefined> => {
    const listed = id === undefined ? undefined : await listedParts(session, { ...place, uploadId: id }, signal)
    if (listed === undefined) return undefined
    uploadId = id
    modTime = BigInt(time)
    const byNumber = new Map(listed.map((part) => [part.number, part]))
    return missingPieces(size, partSize, (number, length) => {
      const part = byNumber.get(number)
      const md5 = md5OfVersion(versionOf(part?.etag))
      if (part === undefined || md5 === undefined || part.bytes !== length) return false
      const sum = checksum && part.sums[checksum]
      if (checksum !== undefined && sum === undefined) return false
      arrived(number, part.etag, { md5, ...(checksum && { [checksum]: sum }) }, length)
      return true
    })
  }

  const arrived = (number: number, ETag: string | undefined, digests: Hashes, length: number): void => {
    const sum = checksum && digests[checksum]
    md5s[number - 1] = Buffer.from(digests.md5 ?? '', 'hex')
    parts[number - 1] = { PartNumber: number, ETag, ...(checksum && sum !== undefined && checksumMember(checksum, sum)) }
    if (sum !== undefined) sums[number - 1] = { digest: sum, bytes: length }
    bytes += length
  }

  return {
    begin,

    resume: async (checkpoint, size, partSize) => {
      const fresh = stateOf(size, partSize)
      const earlier = parseState(checkpoint.load())
      if (earlier !== undefined && isSameUpload(earlier, fresh, !isTimed(options))) {
        const pieces = await goOnWith(earlier)
        if (pieces !== undefined) return { pieces, partSize: earlier.partSize }
      }
      if (earlier !== undefined) await discardState(session, earlier)
      checkpoint.save(JSON.stringify(fresh)) // so that what is begun now can be found, whatever happens before its id is known
      const { UploadId } = await begin()
      if (UploadId !== undefined) checkpoint.save(JSON.stringify({ ...fresh, uploadId: UploadId } satisfies UploadState))
      return { pieces: missingPieces(size, partSize, () => false), partSize }
    },

    send: async ({ number, bytes: body, digests }) => {
      if (number > settings.mostParts) {
        throw new FsError('unsupported', `a stream of unknown size can have ${settings.mostParts} parts: set "chunk_size" higher`, { path })
      }
      const { md5 = '', sha256 } = digests
      const sum = checksum && digests[checksum]
      const input = {
        ...target,
        UploadId: uploadId,
        PartNumber: number,
        ...access(settings),
        Body: body,
        ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
        ...(checksum && sum !== undefined && checksumMember(checksum, sum)),
      }
      const answer = await steadyRequest(session, { path, signal, use: 'upload', bytes: body.byteLength }, (s3, http) =>
        s3.uploadPart({ ...input, ContentLength: body.byteLength }, sha256 === undefined ? http : { ...http, bodySha256: sha256 }),
      )
      const stored = settings.comparesCompositeETag
        ? md5OfVersion(versionOf(answer.ETag), { ...settings.customerKey, ...answer })
        : undefined
      if (differingHash(digests, { ...digestsTold(answer), ...(stored !== undefined && { md5: stored }) }) !== undefined) {
        throw new FsError('mismatch', `the service stored other bytes than were sent in part ${number}`, { path })
      }
      arrived(number, answer.ETag, digests, body.byteLength)
      return { ETag: answer.ETag }
    },

    complete: async () => {
      const condition = replaceCondition(provider, 'put', options.replaces)
      if (!provider.conditionalComplete && Object.keys(condition).length > 0) await checkReplaced(write)
      const demand = checksum && checksumOfParts(checksum, sums).demand
      const input = { ...target, UploadId: uploadId, MultipartUpload: { Parts: parts }, ...access(settings), ...condition, ...demand }
      // Completing is done once however often it is asked for, so that no lost answer costs the parts.
      return repeatedly(
        async () => {
          try {
            return await request(session, { path, signal, atomic: true }, (s3, http) => s3.completeMultipartUpload(input, http))
          } catch (error) {
            // With a condition the object that was to be replaced may be what is missing.
            const isGone = isUploadGone(error) && !('IfMatch' in input)
            const etag =
              isFsError(error, 'unavailable') || isGone
                ? await etagIfComplete(write, { size: bytes, modTime, etag: compositeETag(md5s) })
                : undefined
            if (etag !== undefined) return { ETag: etag }
            throw isGone ? new FsError('unavailable', 'the service no longer knows the upload', { path, cause: error }) : error
          }
        },
        { signal, ...(session.context.retry && { policy: session.context.retry }) },
      )
    },

    discard: async () => {
      if (uploadId !== undefined) await removeUpload(session, { ...place, uploadId })
      else if (isAnswerLost) await removeOthers()
    },

    bytes: () => bytes,
    modTime: () => modTime,
    etag: () => compositeETag(md5s),
    checksum: () => checksum && checksumOfParts(checksum, sums).told,
  }
}

/** Whether a time is asked for; else that of the writing will do. */
function isTimed({ modTime, metadata }: PutOptions): boolean {
  return modTime !== undefined || metadata?.[MTIME] !== undefined
}
