import { type ByteRange, FsError, type FsObject, type OpenOptions, type OpenReply, resolveRange, settle } from '@tranship/core/backend'
import type { Session } from './client.js'
import { generationOf } from './conditions.js'
import { statusOf } from './errors.js'
import { objectPlace, objectTarget } from './key.js'
import { isGzip } from './resource.js'
import { sliceOf } from './slice.js'

type Headers = Readonly<Record<string, string>>

/**
 * The body of an object, or a range of it; rejects unless every byte came. One that was replaced since is `precondition-failed`.
 * A gzip object comes as it is stored, unless the remote decompresses.
 */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { range, signal = session.context.signal } = options
  if (range !== undefined && isEmpty(range)) return
  // The range is one of what is unpacked: the whole is read for it. An object of known size is not packed.
  const unpacks = session.settings.decompresses && object.size === undefined
  const asked = unpacks ? undefined : range
  const opened = await request(session, object, asked, signal)
  if (opened === undefined) return // the range begins beyond the end
  const body = bodyOf(object, opened, asked)
  if (!unpacks) {
    yield* body
    return
  }
  const isPacked = isGzip(opened.answer.headers['content-encoding'])
  yield* sliceOf(isPacked ? (await import('./unpack.js')).unpacked(body, object.path) : body, range)
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

async function* bodyOf(object: FsObject, { answer, slot }: OpenReply, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  const { path } = object
  let received = 0
  let isOver = false
  try {
    const expected = lengthOf(object, answer.status, answer.headers, range)
    for await (const chunk of answer.body) {
      received += chunk.byteLength
      yield chunk
    }
    if (expected !== undefined && received !== expected)
      throw new FsError('unavailable', `the body ended after ${received} of ${expected} bytes`, { path })
    isOver = true
    slot.done(received)
  } catch (error) {
    isOver = true
    settle(slot, error)
    throw error
  } finally {
    answer.discard()
    if (!isOver) slot.done(received)
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
  const parts = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(status === 206 ? (headers['content-range'] ?? '') : '')
  const [first = 0, last = 0, size = 0] = parts === null ? [0, (length ?? 0) - 1, length ?? 0] : parts.slice(1).map(Number)
  const { start, end } = resolveRange(range, size)
  if (start === first && end - 1 === last) return end - start
  throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
}

function isEmpty(range: ByteRange): boolean {
  return 'last' in range ? range.last <= 0 : range.end !== undefined && range.end <= range.start
}

function rangeHeader(range: ByteRange): string {
  if ('last' in range) return `bytes=-${range.last}`
  return `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`
}
