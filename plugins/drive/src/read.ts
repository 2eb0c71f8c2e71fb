import {
  type ByteRange,
  FsError,
  type FsObject,
  isEmptyRange,
  isFsError,
  type OpenOptions,
  type OpenReply,
  rangeHeader,
  rangeLength,
  readBody,
  repeatedly,
  resolveRange,
} from '@tranship/core/backend'
import type { Drive } from './drive.js'
import { versionOf } from './entries.js'
import { statusOf } from './errors.js'
import { readExport } from './export.js'
import { isDocument } from './file.js'
import { EVERYWHERE, fileTarget, getFile } from './files.js'
import { idsOfObject, statObject } from './lookup.js'
import { checkPath } from './names.js'

/**
 * The body of an object, or a range of it; rejects unless every byte came. One that breaks off goes on where it was, as long as
 * the object is still the one that was listed.
 */
export async function* openObject(drive: Drive, given: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { session } = drive
  const { range, signal = session.context.signal } = options
  const path = checkPath(given.path)
  signal.throwIfAborted()
  if (range !== undefined && isEmptyRange(range)) return
  const object = given.id === undefined ? await statObject(drive, path, signal) : given
  const { target } = await idsOfObject(drive, object, signal)
  if (object.size === undefined) {
    const file = await getFile(session, target, path, signal)
    if (isDocument(file.mimeType)) return yield* readExport(drive, file, path, { ...options, signal })
  }
  const mayGoOn = object.size !== undefined && object.version !== undefined
  let taken = 0
  for (;;) {
    const before = taken
    const body = taken === 0 ? firstBody(drive, target, path, range, signal) : furtherBody(drive, target, object, range, taken, signal)
    try {
      for await (const chunk of body) {
        taken += chunk.byteLength
        yield chunk
      }
      return
    } catch (error) {
      if (!mayGoOn || taken === before || !isFsError(error, 'unavailable') || !error.temporary) throw error
    }
  }
}

async function* firstBody(
  drive: Drive,
  id: string,
  path: string,
  range: ByteRange | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const opened = await opening(drive, id, path, range, signal).catch((error: unknown) => {
    if (range !== undefined && statusOf(error) === 416) return undefined // it begins beyond the end
    throw error
  })
  if (opened !== undefined) yield* bodyOf(opened, range, path)
}

/** The rest of a body, once it is sure that it is of the same bytes: the answer came before the file was looked at. */
async function* furtherBody(
  drive: Drive,
  id: string,
  object: FsObject,
  range: ByteRange | undefined,
  taken: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { session } = drive
  const { path, size = 0, version } = object
  const { start, end } = resolveRange(range, size)
  const rest = { start: start + taken, end }
  const policy = session.context.retry
  const opened = await repeatedly(() => opening(drive, id, path, rest, signal), { ...(policy && { policy }), signal })
  try {
    if (versionOf(await getFile(session, id, path, signal)) !== version) {
      throw new FsError('precondition-failed', 'the file was replaced while it was read', { path })
    }
  } catch (error) {
    opened.answer.discard()
    opened.slot.done()
    throw error
  }
  yield* bodyOf(opened, rest, path)
}

function opening({ session }: Drive, id: string, path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenReply> {
  const abuse = session.settings.acknowledgesAbuse ? { acknowledgeAbuse: 'true' } : {}
  const headers = range === undefined ? {} : { range: rangeHeader(range) }
  return session.openRequest({
    method: 'GET',
    to: fileTarget(id),
    query: { ...EVERYWHERE, alt: 'media', ...abuse },
    headers,
    path,
    use: 'open',
    signal,
  })
}

function bodyOf(opened: OpenReply, range: ByteRange | undefined, path: string): AsyncGenerator<Uint8Array> {
  return readBody(opened, path, () => {
    const { status, headers } = opened.answer
    if (range === undefined) return undefined
    const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
    // Of an empty file all there is comes without a range.
    const expected = rangeLength(range, status === 206 ? headers['content-range'] : undefined, length)
    if (expected === undefined && !(status !== 206 && isWholeRange(range))) {
      throw new FsError('unexpected', 'Drive sent another range than was asked for', { path })
    }
    return expected
  })
}

function isWholeRange(range: ByteRange): boolean {
  return 'start' in range && range.start === 0 && range.end === undefined
}
