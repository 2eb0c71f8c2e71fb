import { type ByteRange, FsError, type FsObject, isFsError, type OpenOptions, resolveRange } from '@tranship/core/backend'
import { fsErrorOf, request, type Session } from './client/session.js'
import { serviceCode } from './errors.js'
import { objectKey } from './key.js'
import { quoted } from './upload/etag.js'

/** The body of an object, or a range of it; rejects unless every byte came. */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { path, version } = object
  const { range, signal = session.context.signal } = options
  const target = objectKey(path)
  if (range !== undefined && isEmpty(range)) return

  const isHeld = version !== undefined && session.settings.provider.conditions.includes('open')
  const answer = await request(session, { path, signal, use: 'unlimited' }, (s3, http) =>
    s3.getObject({ ...target, Range: rangeHeader(range), ...(isHeld ? { IfMatch: quoted(version) } : {}) }, http),
  ).catch((error: unknown) => {
    if (range !== undefined && isFsError(error) && serviceCode(error.cause) === 'InvalidRange') return undefined
    throw error
  })
  if (answer === undefined) return // the range begins beyond the end

  const body = answer.Body
  if (body === undefined || !(Symbol.asyncIterator in body)) throw new FsError('unexpected', 'the answer has no body', { path })
  const expected = range === undefined ? answer.ContentLength : rangeLength(range, answer.ContentRange, answer.ContentLength)
  let received = 0
  try {
    if (expected === undefined && range !== undefined)
      throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
    for await (const chunk of body) {
      received += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : fsErrorOf(session, error, path)
  } finally {
    if ('destroy' in body) body.destroy()
  }
  if (expected !== undefined && received !== expected) {
    throw new FsError('unavailable', `the body ended after ${received} of ${expected} bytes`, { path })
  }
}

function isEmpty(range: ByteRange): boolean {
  return 'last' in range ? range.last <= 0 : range.end !== undefined && range.end <= range.start
}

function rangeHeader(range: ByteRange | undefined): string | undefined {
  if (range === undefined) return undefined
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
