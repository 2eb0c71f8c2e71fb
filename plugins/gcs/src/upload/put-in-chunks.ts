import { type ByteSource, exactly, FsError, type FsObject, isFsError } from '@tranship/core/backend'
import type { Session } from '../client.js'
import type { ObjectResource } from '../resource.js'
import { beginUpload, cancelUpload, sendChunk, uploadStatus } from './chunk-session.js'
import { piecesOf } from './chunks.js'
import { CRC_OF_NOTHING, type RunningCrc, withBytes } from './running-crc.js'
import { storedObject } from './stored-object.js'
import { isOf, parseState, type Subject, type UploadState } from './upload-state.js'
import type { Write } from './write.js'

/** An upload session, as far as it has come. */
interface Upload {
  readonly url: URL
  /** Bytes that the service has. */
  readonly offset: number
  /** Of the bytes whose sum is known: all that the service has, or fewer. */
  readonly sum: RunningCrc
}

/**
 * Uploads a source in chunks, one after the other. When anything fails, the source included, or the caller gives up, the session
 * and what it holds are gone before this rejects; with a checkpoint they stay, and what has arrived is not sent again.
 */
export async function putInChunks(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, place, options, signal } = write
  const { size } = source
  const checkpoint = size === undefined ? undefined : options.checkpoint
  const subject: Subject = { place, size: size ?? 0, ...(options.modTime !== undefined && { modTime: String(options.modTime) }) }
  const earlier = checkpoint === undefined ? undefined : await earlierUpload(write, subject, checkpoint.load())
  if (earlier !== undefined && 'stored' in earlier) return storedObject(write, earlier.stored, { size: subject.size, hashes: {} })

  const upload = earlier ?? { url: await beginUpload(write, size), offset: 0, sum: CRC_OF_NOTHING }
  const save = ({ bytes, hex }: RunningCrc): void => {
    const state: UploadState = { version: 1, ...subject, url: upload.url.href, offset: bytes, crc32c: hex }
    checkpoint?.save(JSON.stringify(state))
  }
  save(upload.sum)
  try {
    const { stored, sum } = await sendAll(write, source, upload, save)
    return await storedObject(write, stored, { size: sum.bytes, hashes: { crc32c: sum.hex } })
  } catch (error) {
    if (checkpoint === undefined) await cancelUpload(session, upload.url, write.path).catch(() => {})
    throw signal.aborted ? signal.reason : error
  }
}

/** Sends what the service has not yet. Gives what has become of it, and the sum of all. */
async function sendAll(
  write: Write,
  source: ByteSource,
  { url, offset, sum: known }: Upload,
  save: (sum: RunningCrc) => void,
): Promise<{ readonly stored: ObjectResource; readonly sum: RunningCrc }> {
  const { session, path, options, signal } = write
  const { size } = source
  const { chunkSize } = session.settings
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const range = known.bytes === 0 ? undefined : { start: known.bytes }
  const left = size === undefined ? undefined : size - known.bytes
  const body = exactly(source.open(range, { signal: either, reuse: true }), left, path, either)
  let sum = known
  try {
    for await (const { bytes, isLast } of piecesOf(body, chunkSize, left)) {
      const start = sum.bytes
      sum = withBytes(sum, bytes)
      if (isLast) options.transfer?.sent({ crc32c: sum.hex })
      const arrived = Math.min(bytes.byteLength, Math.max(0, offset - start))
      const stored = await sendChunk(write, url, {
        start: start + arrived,
        bytes: bytes.subarray(arrived),
        size: isLast ? sum.bytes : size,
        ...(isLast && { crc32c: Buffer.from(sum.hex, 'hex').toString('base64') }),
      })
      if (stored !== undefined) return { stored, sum }
      save(sum)
    }
  } finally {
    stop.abort()
  }
  throw new FsError('unavailable', 'the service has all bytes of the upload, and makes no object of them', { path })
}

/** The upload that a checkpoint names, if it is of the same source and the service still has it. One of another source is given up. */
async function earlierUpload(
  { session, path, signal }: Write,
  subject: Subject,
  text: string | undefined,
): Promise<Upload | { readonly stored: ObjectResource } | undefined> {
  const state = parseState(text, session.settings.endpoint.origin)
  if (state === undefined) return undefined
  const url = new URL(state.url)
  if (!isOf(state, subject)) {
    await cancelUpload(session, url, path)
    return undefined
  }
  try {
    const status = await uploadStatus(session, url, state.size, { path, signal })
    if ('stored' in status) return status
    if (status.offset >= state.offset) return { url, offset: status.offset, sum: { bytes: state.offset, hex: state.crc32c } }
    await cancelUpload(session, url, path)
    return undefined
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
    return undefined
  }
}

/** Gives up the upload that a checkpoint names. One that has become an object stays as it is; a text that is none names nothing. */
export async function discardCheckpoint(session: Session, text: string): Promise<void> {
  const state = parseState(text, session.settings.endpoint.origin)
  if (state !== undefined) await cancelUpload(session, new URL(state.url), `${state.place.bucket}/${state.place.key}`)
}
