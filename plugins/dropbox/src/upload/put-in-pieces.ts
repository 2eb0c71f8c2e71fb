import { type ByteSource, type Bytes, createHasher, exactly, FsError, type FsObject } from '@tranship/core/backend'
import type { files } from 'dropbox'
import { committed } from './committed.js'
import { createPieces } from './pieces.js'
import { type Subject, sessionOf, stateText } from './state.js'
import { append, finish, foundSession, startSession, type UploadSession } from './upload-session.js'
import type { Commit, Write } from './write.js'

/**
 * Uploads a source piece by piece, and makes a file of it when all has come. With a checkpoint an upload that was cut off goes on
 * where the service is; without one its bytes stay with the service, unseen, until it forgets them.
 */
export async function putInPieces(write: Write, source: ByteSource): Promise<FsObject> {
  const { options, signal } = write
  const subject = source.size === undefined ? undefined : subjectOf(write, source.size)
  const earlier = subject === undefined ? undefined : await earlierSession(write, subject)
  const { session, digest } = await sent(write, source, earlier, subject)
  if (digest !== undefined) options.transfer?.sent({ dropbox: digest })
  signal.throwIfAborted()
  const again = source.repeatable ? (commit: Commit) => sentAgain(write, source, commit) : undefined
  return committed(write, digest, (commit) => finish(write, session, commit, digest), again)
}

function subjectOf({ commit, options }: Write, size: number): Subject {
  return { path: commit.path, size, ...(options.modTime !== undefined && { modTime: String(options.modTime) }) }
}

async function earlierSession(write: Write, subject: Subject): Promise<UploadSession | undefined> {
  const id = sessionOf(write.options.checkpoint, subject)
  const found = id === undefined ? undefined : await foundSession(write, id)
  return found !== undefined && found.offset <= subject.size ? found : undefined
}

/** The whole content once more, in a session of its own. */
async function sentAgain(write: Write, source: ByteSource, commit: Commit): Promise<files.FileMetadata> {
  const { session, digest } = await sent(write, source, undefined, undefined)
  return finish(write, session, commit, digest)
}

function started(write: Write, piece: Uint8Array): Promise<UploadSession> {
  return write.session.repeated(write.call, () => startSession(write, piece, false))
}

interface Sent {
  readonly session: UploadSession
  /** The content hash of all; undefined where only the rest was sent. */
  readonly digest: string | undefined
}

/** Sends what the service does not have yet. */
async function sent(write: Write, source: ByteSource, earlier: UploadSession | undefined, subject: Subject | undefined): Promise<Sent> {
  const { options, path, signal } = write
  const { chunkSize } = write.session.settings
  const { size } = source
  const start = earlier?.offset ?? 0
  const hasher = earlier === undefined ? createHasher(['dropbox']) : undefined
  const stop = new AbortController()
  const opened = source.open(start === 0 ? undefined : { start }, { signal: AbortSignal.any([signal, stop.signal]), reuse: true })
  const body: Bytes = exactly(opened, size === undefined ? undefined : size - start, path, signal)
  const pieces = createPieces(body, Math.min(chunkSize, (size ?? chunkSize) - start))
  let session = earlier
  try {
    for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
      hasher?.update(piece)
      session = session === undefined ? await started(write, piece) : await append(write, session, piece)
      if (subject !== undefined) options.checkpoint?.save(stateText(subject, session.id))
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    pieces.close()
  }
  if (session === undefined) throw new FsError('mismatch', 'the source has no bytes', { path })
  return { session, digest: hasher?.digests().dropbox }
}
