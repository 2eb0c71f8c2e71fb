import type { CompletedPart, CreateMultipartUploadCommandInput, UploadPartCopyCommandInput } from '@aws-sdk/client-s3'
import type { FsObject, FsPath } from '@tranship/core/backend'
import type { Buckets } from './bucket.js'
import { access } from './client/request-members.js'
import { request, type Session, steadyRequest } from './client/session.js'
import { objectKey } from './key.js'
import { headObject } from './listing/object-entry.js'
import { SMALLEST_PART } from './options/transferring.js'
import { headAnswer } from './stat.js'
import { removeUpload } from './upload/earlier-upload.js'

const MEBIBYTE = 1024 ** 2

/** A copy that is too large for one request. */
export interface CopyInParts {
  readonly to: FsPath
  /** Bytes. */
  readonly size: number
  /** What the new object is made with. */
  readonly fields: Omit<CreateMultipartUploadCommandInput, 'Bucket' | 'Key'>
  /** What each part names: where it comes from and goes to. */
  readonly input: Pick<UploadPartCopyCommandInput, 'Bucket' | 'Key' | 'CopySource'>
  readonly condition: { readonly IfMatch?: string; readonly IfNoneMatch?: string }
  readonly signal: AbortSignal | undefined
}

/** Has the service copy an object part by part, several at a time. What fails leaves no upload behind. */
export async function copyInParts(session: Session, buckets: Buckets, copy: CopyInParts): Promise<FsObject> {
  const { settings } = session
  const { to, fields, condition, signal } = copy
  const target = objectKey(to)
  const { UploadId = '' } = await buckets.withBucket(to, signal, () =>
    steadyRequest(session, { path: to, signal, atomic: true }, (s3, http) => s3.createMultipartUpload({ ...target, ...fields }, http)),
  )
  try {
    const Parts = await copiedParts(session, copy, UploadId)
    const input = { ...target, UploadId, MultipartUpload: { Parts }, ...access(settings) }
    await request(session, { path: to, signal, atomic: true }, (s3, http) =>
      s3.completeMultipartUpload({ ...input, ...(settings.provider.conditionalComplete ? condition : {}) }, http),
    )
  } catch (error) {
    await removeUpload(session, { bucket: target.Bucket, key: target.Key, uploadId: UploadId })
    throw error
  }
  return headObject(to, await headAnswer(session, to, signal), settings)
}

async function copiedParts(session: Session, { input, size, to, signal }: CopyInParts, UploadId: string): Promise<CompletedPart[]> {
  const { settings } = session
  const partSize = partSizeOfCopy(size, settings)
  const parts: CompletedPart[] = []
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const starts = Array.from({ length: Math.ceil(size / partSize) }, (_, at) => at * partSize).values()
  const lane = async (): Promise<void> => {
    for (const start of starts) {
      const CopySourceRange = `bytes=${start}-${Math.min(size, start + partSize) - 1}`
      const PartNumber = start / partSize + 1
      const { CopyPartResult } = await steadyRequest(session, { path: to, signal: either }, (s3, http) =>
        s3.uploadPartCopy({ ...input, ...access(settings), UploadId, PartNumber, CopySourceRange }, http),
      )
      parts[PartNumber - 1] = { PartNumber, ETag: CopyPartResult?.ETag }
    }
  }
  const failing = (error: unknown): never => {
    stop.abort(error)
    throw error
  }
  const lanes = Array.from({ length: settings.uploadConcurrency }, () => lane().catch(failing))
  const outcomes = await Promise.allSettled(lanes)
  if (outcomes.some(({ status }) => status === 'rejected')) throw stop.signal.reason
  return parts
}

/** Bytes of each part of a copy: as many as one request may copy, or fewer so that the lanes share the work. */
function partSizeOfCopy(size: number, { copyCutoff, mostParts, uploadConcurrency }: Session['settings']): number {
  const shared = Math.ceil(size / uploadConcurrency / MEBIBYTE) * MEBIBYTE
  const needed = Math.ceil(size / mostParts / MEBIBYTE) * MEBIBYTE
  return Math.max(needed, Math.min(copyCutoff, Math.max(SMALLEST_PART, shared)))
}
