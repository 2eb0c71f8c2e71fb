import {
  type ByteRange,
  FsError,
  type FsObject,
  isEmptyRange,
  type OpenOptions,
  type OpenReply,
  rangeHeader,
  rangeLength,
  readBody,
  sliced,
  unpacked,
} from '@tranship/core/backend'
import type { Session } from './client.js'
import { generationOf } from './conditions.js'
import { statusOf } from './errors.js'
import { objectPlace, objectTarget } from './key.js'
import { isGzip } from './resource.js'

type Headers = Readonly<Record<string, string>>

/**
 * The body of an object, or a range of it; rejects unless every byte came. One that was replaced since is `precondition-failed`.
 * A gzip object comes as it is stored, unless the remote decompresses.
 */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { range, signal = session.context.signal } = options
  if (range !== undefined && isEmptyRange(range)) return
  // The range is one of what is unpacked: the whole is read for it. An object of known size is not packed.
  const unpacks = session.settings.decompresses && object.size === undefined
  const asked = unpacks ? undefined : range
  const opened = await request(session, object, asked, signal)
  if (opened === undefined) return // the range begins beyond the end
  const { status, headers } = opened.answer
  const body = readBody(opened, object.path, () => lengthOf(object, status, headers, asked))
  if (!unpacks) {
    yield* body
    return
  }
  yield* sliced(isGzip(headers['content-encoding']) ? unpacked(body, object.path) : body, range)
}

/** Without "Accept-Encoding: gzip" the service would unpack what is stored, and tell neither its size nor its hash. */
async function request(
  session: Session,
  object: FsObject,
  range: ByteRange | undefined,
  signal: AbortSignal,
): Promise<OpenReply | undefined> {
  const { path } = object
  try {
    return await session.openRequest({
      method: 'GET',
      target: objectTarget(objectPlace(path)),
      query: { alt: 'media', ifGenerationMatch: generationOf(object) },
      headers: { 'accept-encoding': 'gzip', ...(range !== undefined && { range: rangeHeader(range) }) },
      path,
      use: 'open',
      signal,
    })
  } catch (error) {
    if (range !== undefined && statusOf(error) === 416) return undefined
    throw error
  }
}

/** How long a body must be; undefined where nobody says. Throws when it is of another object, or another range than was asked for. */
function lengthOf(object: FsObject, status: number, headers: Headers, range: ByteRange | undefined): number | undefined {
  const { path, version } = object
  const generation = headers['x-goog-generation']
  if (version !== undefined && generation !== undefined && version !== generation)
    throw new FsError('precondition-failed', 'the object is not the one that was meant', { path })
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  if (range === undefined) return length
  const expected = rangeLength(range, status === 206 ? headers['content-range'] : undefined, length)
  if (expected !== undefined) return expected
  throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
}
