import { Readable } from 'node:stream'
import type { S3Client, UploadPartCommandInput } from '@aws-sdk/client-s3'
import { type Bytes, digestsOf, FsError } from '@tranship/core/backend'
import { objectKey } from '../key.js'
import type { Completed, PartUpload } from './part-upload.js'
import type { Piece } from './plan.js'
import type { Write } from './write.js'

interface SdkUpload {
  readonly partSize: number
  readonly hashes: readonly string[]
  /** What the body consists of, each but the last one of `partSize`; undefined: all parts. */
  readonly pieces: readonly Piece[] | undefined
  readonly stop: AbortController
}

/** What the SDK is told of an upload that was begun here: it only passes it on. */
const BEGUN = { UploadId: 'begun' }

/**
 * Makes an upload that was begun by the scheduler of the SDK, which cuts the parts out of the body and keeps a number of them
 * under way.
 */
export async function sendBySdk(
  write: Write,
  body: Bytes,
  upload: PartUpload,
  { partSize, hashes, pieces, stop }: SdkUpload,
): Promise<Completed> {
  const { session, path } = write
  if (pieces?.length === 0) return upload.complete()
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])

  const answer = async (command: unknown): Promise<unknown> => {
    if (command instanceof sdk.CreateMultipartUploadCommand) return BEGUN
    if (command instanceof sdk.CompleteMultipartUploadCommand) return upload.complete()
    const isWhole = command instanceof sdk.PutObjectCommand // no more than one part
    if (!isWhole && !(command instanceof sdk.UploadPartCommand)) {
      throw new FsError('unexpected', 'an upload in parts sends no such request', { path })
    }
    const { Body: bytes, PartNumber: place = 1 } = command.input as UploadPartCommandInput & { Body: Uint8Array }
    const number = pieces?.[place - 1]?.number ?? place
    const sent = await upload.send({ number, bytes, digests: digestsOf(bytes, hashes) })
    return isWhole ? upload.complete() : sent
  }
  const send = (command: unknown) =>
    answer(command).catch((error: unknown) => {
      stop.abort(error)
      throw error
    })

  const client: S3Client = Object.assign(Object.create(await session.client()), { send })
  const { uploadConcurrency: queueSize } = session.settings
  return new Upload({
    client,
    params: { ...objectKey(path), Body: Readable.from(body) },
    partSize,
    queueSize,
    leavePartsOnError: true,
  }).done()
}
