import { type ByteSource, type Bytes, FsError, type FsObject } from '@tranship/core/backend'
import { signsBodies } from '../client/settings.js'
import { fieldsOf } from '../listing/object-fields.js'
import { headAnswer } from '../stat.js'
import { isComposite, versionOf } from './etag.js'
import { whileUnchanged } from './file-source.js'
import { fromBody, fromFile, sendByLanes } from './lanes.js'
import { createPartUpload, MOST_PARTS, type PartUpload } from './part-upload.js'
import { startPartWorkers } from './part-workers.js'
import { sendBySdk } from './sdk-parts.js'
import type { Write } from './write.js'

const MEBIBYTE = 1024 ** 2
/** Bytes from which on a worker's start costs less than it saves. */
const WORTH_WORKERS = 64 * MEBIBYTE

/** The size of the parts of an upload: the remote's own, or what makes a file of this size fit. */
function partSizeOf(chunkSize: number, size: number | undefined): number {
  const needed = Math.ceil((size ?? 0) / MOST_PARTS / MEBIBYTE) * MEBIBYTE
  return Math.max(chunkSize, needed)
}

/**
 * Uploads a body in parts, each with its MD5. When anything fails, the source included, or the caller gives up, `stop` is
 * aborted and the upload is gone again before this rejects.
 */
export async function uploadParts(write: Write, body: Bytes, source: ByteSource, stop: AbortController): Promise<FsObject> {
  const { session, path, options, signal, modTime } = write
  const { settings } = session
  const upload = createPartUpload(write, AbortSignal.any([signal, stop.signal]))
  let etag: string | undefined
  try {
    etag = versionOf((await send(write, body, source, upload, stop)).ETag)
  } catch (error) {
    stop.abort(error)
    await upload.discard()
    throw error
  }
  const mimeType = fieldsOf(settings, options, modTime).ContentType
  const stored = { kind: 'object', path, size: upload.bytes(), modTime, mimeType } as const
  const version = etag ?? versionOf((await headAnswer(session, path, signal)).ETag)
  if (settings.provider.compositeETag && isComposite(version) && version !== upload.etag()) {
    throw new FsError('mismatch', `the service put together other parts than were sent (ETag ${version}, not ${upload.etag()})`, { path })
  }
  return version === undefined ? stored : { ...stored, version }
}

async function send(write: Write, body: Bytes, source: ByteSource, upload: PartUpload, stop: AbortController) {
  const { session, path, options } = write
  const { settings } = session
  const { size, file } = source
  const partSize = partSizeOf(settings.chunkSize, size)
  if (settings.sdkOnly) return sendBySdk(write, body, upload, partSize, stop)

  const lanes = Math.min(settings.uploadConcurrency, size === undefined ? Number.POSITIVE_INFINITY : Math.ceil(size / partSize))
  const hashes = signsBodies(settings) ? ['md5', 'sha256'] : ['md5']
  const workers = size !== undefined && size >= WORTH_WORKERS ? startPartWorkers(hashes) : undefined
  try {
    await upload.begin()
    if (file === undefined || size === undefined || workers === undefined) {
      await sendByLanes(fromBody(body, hashes, workers), upload, { partSize, lanes, stop })
    } else {
      const fill = fromFile(file, size, workers, (bytes) => options.transfer?.take(bytes))
      await whileUnchanged(file, size, path, () => sendByLanes(fill, upload, { partSize, lanes, stop }))
      options.transfer?.sent({})
    }
  } finally {
    workers?.close()
  }
  return upload.complete()
}
