import {
  FsError,
  type FsObject,
  isEmptyRange,
  isFsError,
  type OpenOptions,
  rangeHeader,
  rangeLength,
  readBody,
} from '@tranship/core/backend'
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
  if (range !== undefined && isEmptyRange(range)) return

  const headers: Headers = range === undefined ? {} : { range: rangeHeader(range) }
  const opened = await session.openRequest({ method: 'GET', place, headers, path, use: 'open', signal }).catch((error: unknown) => {
    if (range !== undefined && statusOf(error) === 416) return undefined
    return explained(session, object, error, signal).then(() => {
      throw error
    })
  })
  if (opened === undefined) return // the range begins beyond the end

  const { headers: told, status } = opened.answer
  const expected = (): number | undefined => {
    if (isOther(object, told)) throw replaced(object)
    const length = told['content-length'] === undefined ? undefined : Number(told['content-length'])
    if (range === undefined) return length
    const ofRange = rangeLength(range, status === 206 ? told['content-range'] : undefined, length)
    if (ofRange === undefined) throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
    return ofRange
  }
  try {
    yield* readBody(opened, path, expected)
  } catch (error) {
    const now = await explained(session, object, error, signal)
    // The same bytes were written again, in other segments. Those may not go on: a service that missed the first of the old
    // segments has sent the later ones in their place.
    throw told[SEGMENTS] === now[SEGMENTS] ? error : replaced(object)
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
