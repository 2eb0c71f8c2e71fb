import { type ByteSource, type Bytes, type Checkpoint, FsError, type FsObject } from '@tranship/core/backend'
import { digestsTold, toldChecksum } from '../client/checksums.js'
import type { Settings } from '../client/settings.js'
import { hashesOf } from '../listing/object-entry.js'
import { fieldsOf } from '../listing/object-fields.js'
import { headAnswer } from '../stat.js'
import { isComposite, versionOf } from './etag.js'
import { whileUnchanged } from './file-source.js'
import { fromBody, fromFile, sendByLanes } from './lanes.js'
import { createPartUpload, type PartUpload } from './part-upload.js'
import { startPartWorkers } from './part-workers.js'
import { bytesOfPieces, endlessPieces, missingPieces, type Piece, partSizeOf } from './plan.js'
import { sendBySdk } from './sdk-parts.js'
import type { Write } from './write.js'

/** Bytes from which on a worker's start costs less than it saves. */
const WORTH_WORKERS = 64 * 1024 ** 2

/**
 * Uploads a source in parts, each with its MD5. When anything fails, the source included, or the caller gives up, `stop` is
 * aborted and the upload is gone again before this rejects; with a checkpoint it stays, and what has arrived is not sent
 * again. `body`: the bytes of a source that is being read already.
 */
export async function uploadParts(plain: Write, source: ByteSource, stop: AbortController, body?: Bytes): Promise<FsObject> {
  const { session, path, options, signal, modTime } = plain
  const { settings } = session
  const md5 = settings.keepsMd5 ? await source.hash?.('md5', { signal }) : undefined
  const write: Write = md5 === undefined ? plain : { ...plain, fields: fieldsOf(settings, options, modTime, md5) }
  const either = AbortSignal.any([signal, stop.signal])
  const upload = createPartUpload(write, either)
  const checkpoint = source.size === undefined ? undefined : options.checkpoint
  let answer: Awaited<ReturnType<PartUpload['complete']>>
  try {
    answer = await send(write, source, upload, stop, { body, checkpoint, signal: either })
  } catch (error) {
    stop.abort(error)
    if (checkpoint === undefined && !settings.leavesParts) await upload.discard()
    throw error
  }
  const { parts: checksum } = settings.checksums
  const sum = checksum && toldChecksum(checksum, answer)
  if (sum !== undefined && sum !== upload.checksum()) {
    throw new FsError('mismatch', `the service put together other bytes than were sent (${checksum} ${sum}, not ${upload.checksum()})`, {
      path,
    })
  }
  const { ContentType: mimeType, StorageClass: tier = 'STANDARD' } = write.fields
  const hashes = hashesOf(md5, checksum === undefined ? {} : digestsTold(answer))
  const stored = { kind: 'object', path, size: upload.bytes(), modTime: upload.modTime(), mimeType, tier, ...hashes } as const
  const version =
    versionOf(answer.ETag) ?? (settings.looksAfterUpload ? versionOf((await headAnswer(session, path, signal)).ETag) : undefined)
  if (settings.comparesCompositeETag && isComposite(version) && version !== upload.etag()) {
    throw new FsError('mismatch', `the service put together other parts than were sent (ETag ${version}, not ${upload.etag()})`, { path })
  }
  return version === undefined ? stored : { ...stored, version }
}

interface Sending {
  readonly body: Bytes | undefined
  readonly checkpoint: Checkpoint | undefined
  readonly signal: AbortSignal
}

async function send(write: Write, source: ByteSource, upload: PartUpload, stop: AbortController, sending: Sending) {
  const { session, path, options } = write
  const { settings } = session
  const { size, file } = source
  const { partSize, pieces } = await begun(upload, source, partSizeOf(settings, size), sending)
  const reading = { path, signal: sending.signal, reuse: !settings.sdkOnly } // parts are copied out of the body
  const own = bytesOfPieces(source, pieces ?? [], reading)
  const body = sending.body ?? own
  const hashes = hashesOfParts(settings)
  if (settings.sdkOnly) return sendBySdk(write, body, upload, { partSize, hashes, pieces, stop })

  const lanes = Math.min(settings.uploadConcurrency, pieces?.length ?? Number.POSITIVE_INFINITY)
  const workers = size !== undefined && size >= WORTH_WORKERS ? startPartWorkers(hashes) : undefined
  try {
    if (file === undefined || size === undefined || pieces === undefined || workers === undefined) {
      await sendByLanes(fromBody(body, pieces ?? endlessPieces(partSize, settings.provider.equalParts), hashes, workers), upload, {
        partSize,
        lanes,
        stop,
      })
    } else {
      const fill = fromFile(file, size, pieces, workers, (bytes) => options.transfer?.take(bytes))
      await whileUnchanged(file, size, path, () => sendByLanes(fill, upload, { partSize, lanes, stop }))
      options.transfer?.sent({})
    }
  } finally {
    workers?.close()
    await own.return(undefined)
  }
  return upload.complete()
}

/** The digests that each part is sent with. */
function hashesOfParts({ signsBodies, checksums: { parts } }: Settings): readonly string[] {
  return [...new Set(['md5', ...(signsBodies ? ['sha256'] : []), ...(parts === undefined ? [] : [parts])])]
}

/** Begins an upload, or goes on with an earlier one. Without `pieces` nobody knows how many there will be. */
async function begun(
  upload: PartUpload,
  { size }: ByteSource,
  partSize: number,
  { checkpoint }: Sending,
): Promise<{ readonly partSize: number; readonly pieces?: readonly Piece[] }> {
  if (size !== undefined && checkpoint !== undefined) return upload.resume(checkpoint, size, partSize)
  await upload.begin()
  return size === undefined ? { partSize } : { partSize, pieces: missingPieces(size, partSize, () => false) }
}
