import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { S3Client, UploadPartCommandInput } from '@aws-sdk/client-s3'
import { type Bytes, FsError } from '@tranship/core/backend'
import { objectKey } from '../key.js'
import type { PartUpload } from './part-upload.js'
import type { Write } from './write.js'

/** Makes an upload by the scheduler of the SDK, which cuts the parts out of the body and keeps a number of them under way. */
export async function sendBySdk(write: Write, body: Bytes, upload: PartUpload, partSize: number, stop: AbortController) {
  const { session, path } = write
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])

  const answer = async (command: unknown): Promise<unknown> => {
    if (command instanceof sdk.CreateMultipartUploadCommand) return upload.begin()
    if (command instanceof sdk.CompleteMultipartUploadCommand) return upload.complete()
    if (!(command instanceof sdk.UploadPartCommand)) throw new FsError('unexpected', 'an upload in parts sends no such request', { path })
    const { Body: bytes, PartNumber: number = 0 } = command.input as UploadPartCommandInput & { Body: Uint8Array }
    return upload.send({ number, bytes, digests: { md5: hash('md5', bytes, 'hex') } })
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
