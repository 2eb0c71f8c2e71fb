import type { MultipartUpload } from '@aws-sdk/client-s3'
import { bucketPlace, type FsPath, isFsError, ROOT } from '@tranship/core/backend'
import { payer } from './client/request-members.js'
import { type Session, steadyRequest } from './client/session.js'
import { createCircleGuard } from './listing/list-pages.js'
import { bucketNames } from './listing/listing.js'
import { removeUpload } from './upload/earlier-upload.js'

/** Milliseconds: younger uploads may still be under way, somewhere. */
export const OLD_UPLOAD = 24 * 3600_000

/** The buckets that a directory is about: its own, or all of the account. */
export async function bucketsOf(session: Session, directory: FsPath, signal: AbortSignal | undefined): Promise<readonly string[]> {
  return directory === ROOT ? bucketNames(session, signal) : [bucketPlace(directory).bucket]
}

/** The uploads in parts that were begun and not ended, of the keys at and below a path. */
export async function* unfinishedUploads(
  session: Session,
  bucket: string,
  directory: FsPath,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly MultipartUpload[]> {
  const key = directory === ROOT ? undefined : bucketPlace(directory).key
  const seen = createCircleGuard()
  let position: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {}
  for (;;) {
    const input = { Bucket: bucket, ...(key === undefined ? {} : { Prefix: key }), ...payer(session.settings), ...position }
    const answer = await steadyRequest(session, { path: bucket, signal }, (s3, http) => s3.listMultipartUploads(input, http))
    yield (answer.Uploads ?? []).filter(({ Key }) => key === undefined || Key === key || Key?.startsWith(`${key}/`))
    const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = answer
    if (IsTruncated !== true || KeyMarker === undefined || seen(`${KeyMarker}\n${UploadIdMarker ?? ''}`)) return
    position = { KeyMarker, UploadIdMarker }
  }
}

/** Removes the unfinished uploads at and below a path that are older than `age` milliseconds. What fails is told, and the rest goes on. */
export async function removeOldUploads(session: Session, directory: FsPath, age: number, signal: AbortSignal | undefined): Promise<void> {
  const before = Date.now() - age
  let failure: unknown
  for (const bucket of await bucketsOf(session, directory, signal)) {
    try {
      for await (const uploads of unfinishedUploads(session, bucket, directory, signal)) {
        for (const { Key = '', UploadId: uploadId, Initiated } of uploads) {
          if (uploadId === undefined || (Initiated?.getTime() ?? 0) > before) continue
          signal?.throwIfAborted()
          await removeUpload(session, { bucket, key: Key, uploadId })
          session.context.log('info', 'removed an unfinished upload', `${bucket}/${Key}`)
        }
      }
    } catch (error) {
      if (!isFsError(error)) throw error
      if (directory === ROOT && error.kind === 'not-found') continue // somebody removed the bucket meanwhile
      session.context.log('error', `not cleaned up: ${error.message}`, bucket)
      failure ??= error
    }
  }
  if (failure !== undefined) throw failure
}
