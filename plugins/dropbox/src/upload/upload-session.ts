import { createHasher, FsError } from '@tranship/core/backend'
import type { files } from 'dropbox'
import { isRefusal, refusalOf } from '../errors.js'
import { madeOnce } from './made-before.js'
import type { Commit, Write } from './write.js'

const NOTHING = new Uint8Array()

/** An upload session of the service, which lives for seven days; bytes are only ever added at its end. */
export interface UploadSession {
  readonly id: string
  /** Bytes that the service has. */
  readonly offset: number
}

/** Begins a session with its first bytes, which the service checks. Sent once: a session that nobody knows of is forgotten. */
export async function startSession({ session, call }: Write, piece: Uint8Array, close: boolean): Promise<UploadSession> {
  const argument = { close, content_hash: contentHash(piece) }
  const start = { ...call, route: 'files/upload_session/start', argument, body: piece }
  const { session_id: id } = await session.upload<files.UploadSessionStartResult>(start)
  return { id, offset: piece.byteLength }
}

/** A session as the service has it; undefined where there is none any more. */
export async function foundSession({ session, call }: Write, id: string): Promise<UploadSession | undefined> {
  const argument = { cursor: { session_id: id, offset: 0 }, close: false }
  const offset = await session.repeated(call, async () => {
    try {
      await session.upload({ ...call, route: 'files/upload_session/append_v2', argument, body: NOTHING })
      return 0
    } catch (error) {
      const told = correctOffset(error)
      if (told === undefined && !isRefusal(error, 'not_found', 'closed')) throw error
      return told
    }
  })
  return offset === undefined ? undefined : { id, offset }
}

/** Adds bytes, which the service checks. What had arrived although the answer was lost is not sent again. */
export async function append({ session, call, path }: Write, { id, offset }: UploadSession, piece: Uint8Array): Promise<UploadSession> {
  const end = offset + piece.byteLength
  let start = offset
  await session.repeated(call, async () => {
    const body = piece.subarray(start - offset)
    const argument = { cursor: { session_id: id, offset: start }, close: false, content_hash: contentHash(body) }
    try {
      await session.upload({ ...call, route: 'files/upload_session/append_v2', argument, body })
    } catch (error) {
      const told = correctOffset(error)
      if (told === end) return
      if (told === undefined || told < offset || told > end) throw error
      start = told
      throw new FsError('unavailable', `Dropbox has the upload up to byte ${told}`, { path, cause: error })
    }
  })
  return { id, offset: end }
}

/** Makes a file of a session. Where an earlier answer was lost, the file that it made is found. */
export function finish(
  write: Write,
  { id, offset }: UploadSession,
  commit: Commit,
  digest: string | undefined,
): Promise<files.FileMetadata> {
  const { session, call } = write
  const argument = { cursor: { session_id: id, offset }, commit }
  return madeOnce(write, { size: offset, digest, commit }, () =>
    session.upload({ ...call, route: 'files/upload_session/finish', argument, body: NOTHING }),
  )
}

function contentHash(bytes: Uint8Array): string | undefined {
  const hasher = createHasher(['dropbox'])
  hasher.update(bytes)
  return hasher.digests().dropbox
}

/** Where the service says that a session ends. */
function correctOffset(error: unknown): number | undefined {
  const told = refusalOf(error)?.detail.correct_offset
  return typeof told === 'number' ? told : undefined
}
