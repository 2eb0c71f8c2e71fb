import { type ByteSource, type Bytes, FsError, type Hashes, isFsError, repeatedly } from '@tranship/core/backend'
import type { DriveFile } from '../file.js'
import { getFile } from '../files.js'
import { keptPieces, type Piece, type Pieces, streamedPieces } from './pieces.js'
import { askProgress, cancelSession, type Progress, progressOf, SESSION_STATUSES, startSession } from './session-requests.js'
import { discardUpload, fitting, savedState, type UploadState } from './upload-state.js'
import { verified } from './verify.js'
import type { Write } from './write.js'

/** An upload that has come so far. */
interface Upload {
  readonly address: string
  readonly offset: number
  /** The file that it makes or replaces. */
  readonly id: string
}

/**
 * Uploads what is too large for one request, or of unknown size, so that it goes on where it was when a connection breaks, and
 * with a checkpoint also in another process. Drive has a file only when it has the last byte. Without a checkpoint, what fails
 * leaves nothing.
 */
export async function putResumable(write: Write, source: ByteSource, body?: Bytes): Promise<DriveFile> {
  const { drive, path, signal, options } = write
  const { session } = drive
  const { size } = source
  const checkpoint = size === undefined ? undefined : options.checkpoint
  const opensRanges = source.repeatable || checkpoint !== undefined
  const begun = await goneOn(write, checkpoint?.load(), size)
  if (begun !== undefined && 'file' in begun)
    return verified(write, begun.file, { size: size ?? 0, hashes: await digestOf(source, signal) })
  const upload: Upload = begun ?? { address: await startSession(write, size), offset: 0, id: write.target.id }
  checkpoint?.save(savedState(write, upload, size ?? 0))

  const reading = { path, signal, whole: (hashes: Hashes) => options.transfer?.sent(hashes) }
  const pieces =
    size !== undefined && opensRanges
      ? streamedPieces(source, size, reading)
      : keptPieces(body ?? source.open(undefined, { signal }), size, session.settings.chunkSize, reading)
  const { file, sent } = await sendAll(write, upload, pieces, size)
    .catch(async (error: unknown) => {
      if (checkpoint === undefined) await cancelSession(session, upload.address, path)
      throw signal.aborted ? signal.reason : error
    })
    .finally(pieces.close)
  return verified(write, file, { size: sent, hashes: pieces.hashes() ?? (await digestOf(source, signal)) })
}

/** Sends what is left, whatever breaks on the way: after each failure Drive is asked how far it has come. */
async function sendAll(
  write: Write,
  { address, offset: start, id }: Upload,
  pieces: Pieces,
  size: number | undefined,
): Promise<{ readonly file: DriveFile; readonly sent: number }> {
  const { drive, path, signal } = write
  const { session } = drive
  const policy = session.context.retry
  let sent = start
  for (let offset = start; ; ) {
    const progress = await repeatedly<Progress>(
      async (attempt) => {
        if (attempt > 1) {
          const now = await askProgress(session, address, size, path, signal)
          if (!('offset' in now) || now.offset > offset) return now
          offset = now.offset
        }
        try {
          const piece = await pieces.at(offset)
          sent = piece.end
          const progress = await sendPiece(write, address, offset, piece)
          if ('offset' in progress && progress.offset <= offset)
            throw new FsError('unavailable', 'Drive took nothing of the upload', { path })
          return progress
        } catch (error) {
          throw lasting(pieces, error)
        }
      },
      { ...(policy && { policy }), signal },
    ).catch((error: unknown) => {
      throw pieces.failure()?.error ?? error
    })
    if ('file' in progress) return { file: progress.file, sent: size ?? sent }
    if ('isGone' in progress) return { file: await fileInSpite(write, id, pieces), sent: size ?? sent }
    offset = progress.offset
  }
}

/** The failure of a source is no failure of the request: it is not repeated here. */
function lasting(pieces: Pieces, error: unknown): unknown {
  return pieces.failure() === undefined ? error : new FsError('unexpected', 'the source failed', { cause: error })
}

async function sendPiece(write: Write, address: string, offset: number, { end, total, body }: Piece): Promise<Progress> {
  const { drive, path, signal } = write
  const range = end === offset ? '*' : `${offset}-${end - 1}`
  const reply = await drive.session.request({
    method: 'PUT',
    to: new URL(address),
    headers: { 'content-range': `bytes ${range}/${total ?? '*'}`, 'content-length': String(end - offset) },
    body: end === offset ? new Uint8Array() : body,
    path,
    use: 'upload',
    bytes: body instanceof Uint8Array ? body.byteLength : 0,
    signal,
    answers: SESSION_STATUSES,
  })
  return progressOf(reply, path)
}

/** Of an upload that Drive has forgotten: the file, if it is there all the same, because only the answer to its last byte was lost. */
async function fileInSpite({ drive, path, signal }: Write, id: string, pieces: Pieces): Promise<DriveFile> {
  const md5 = pieces.hashes()?.md5
  const file = await getFile(drive.session, id, path, signal).catch((error: unknown) => {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  })
  if (file !== undefined && md5 !== undefined && file.md5Checksum === md5) return file
  throw new FsError('unavailable', 'Drive has forgotten the upload: it must begin anew', { path })
}

/** What an earlier process has begun, if it is of this very upload and still there. */
async function goneOn(
  write: Write,
  saved: string | undefined,
  size: number | undefined,
): Promise<Upload | { readonly file: DriveFile } | undefined> {
  const { drive, path, signal } = write
  if (saved === undefined) return undefined
  const state: UploadState | undefined = fitting(saved, write, size ?? 0)
  if (state === undefined) {
    await discardUpload(drive.session, saved, path)
    return undefined
  }
  const progress = await askProgress(drive.session, state.address, size, path, signal)
  if ('isGone' in progress) return undefined
  return 'file' in progress ? progress : { address: state.address, offset: progress.offset, id: state.id }
}

/** The digest of a source whose bytes did not all pass by here, if it can tell. */
async function digestOf(source: ByteSource, signal: AbortSignal): Promise<Hashes> {
  const md5 = await source.hash?.('md5', { signal })
  return md5 === undefined ? {} : { md5 }
}
