import { type ByteRange, FsError, type FsObject, isFsError, type OpenOptions, resolveRange, settle } from '@tranship/core/backend'
import type { Session } from './client.js'
import { statusOf } from './errors.js'
import { type Headers, SEGMENTS, storingOf, versionOf } from './head.js'
import { objectPlace } from './key.js'

/**
 * The body of an object, or a range of it; rejects unless every byte came. One that was replaced since is `precondition-failed`:
 * before the first byte by its ETag, later because its segments go.
 */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { path } = object
  const { range, signal = session.context.signal } = options
  const place = objectPlace(path)
  if (range !== undefined && isEmpty(range)) return

  const headers: Headers = range === undefined ? {} : { range: rangeHeader(range) }
  const opened = await session.openRequest({ method: 'GET', place, headers, path, use: 'open', signal }).catch((error: unknown) => {
    if (range !== undefined && statusOf(error) === 416) return undefined
    return explained(session, object, error, signal).then(() => {
      throw error
    })
  })
  if (opened === undefined) return // the range begins beyond the end

  const { answer, slot } = opened
  const { headers: told, status } = answer
  let received = 0
  let isOver = false
  try {
    if (isOther(object, told)) throw replaced(object)
    const length = told['content-length'] === undefined ? undefined : Number(told['content-length'])
    const expected = range === undefined ? length : rangeLength(range, status === 206 ? told['content-range'] : undefined, length)
    if (expected === undefined && range !== undefined)
      throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
    for await (const chunk of answer.body) {
      received += chunk.byteLength
      yield chunk
    }
    if (expected !== undefined && received !== expected) {
      throw new FsError('unavailable', `the body ended after ${received} of ${expected} bytes`, { path })
    }
    isOver = true
    slot.done(received)
  } catch (error) {
    isOver = true
    settle(slot, error)
    const now = await explained(session, object, error, signal)
    // The same bytes were written again, in other segments. Those may not go on: a service that missed the first of the old
    // segments has sent the later ones in their place.
    throw told[SEGMENTS] === now[SEGMENTS] ? error : replaced(object)
  } finally {
    answer.discard()
    if (!isOver) slot.done(received)
  }
}

/** Throws the error of a body, or that it is another object's by now. Gives the headers of what is there if it is still the same. */
async function explained(session: Session, object: FsObject, error: unknown, signal: AbortSignal): Promise<Headers> {
  if (!isFsError(error, 'unavailable') || object.version === undefined) throw error
  const { path } = object
  const head = await session.request({ method: 'HEAD', place: objectPlace(path), path, signal }).catch((missing: unknown) => {
    throw signal.aborted ? signal.reason : isFsError(missing, 'not-found') ? replaced(object) : error
  })
  if (isOther(object, head.headers)) throw replaced(object)
  return head.headers
}

function isOther({ version }: FsObject, headers: Headers): boolean {
  const now = versionOf(headers.etag, storingOf(headers))
  return version !== undefined && now !== undefined && version !== now
}

function replaced({ path }: FsObject): FsError {
  return new FsError('precondition-failed', 'the object is not the one that was meant', { path })
}

function isEmpty(range: ByteRange): boolean {
  return 'last' in range ? range.last <= 0 : range.end !== undefined && range.end <= range.start
}

function rangeHeader(range: ByteRange): string {
  if ('last' in range) return `bytes=-${range.last}`
  return `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`
}

/** How long the body of a range must be; undefined when the answer is not the range that was asked for. */
function rangeLength(range: ByteRange, contentRange: string | undefined, length: number | undefined): number | undefined {
  const parts = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange ?? '')
  const [first, last, size] = parts === null ? [0, (length ?? 0) - 1, length ?? 0] : parts.slice(1).map(Number)
  const { start, end } = resolveRange(range, size ?? 0)
  return start === first && end - 1 === last ? end - start : undefined
}
