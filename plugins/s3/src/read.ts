import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import {
  type ByteRange,
  COMPUTED_HASHES,
  createHasher,
  differingHash,
  FsError,
  type FsObject,
  type Hashes,
  isEmptyRange,
  isFsError,
  type OpenOptions,
  rangeHeader,
  rangeLength,
  sliced,
  unpacked,
} from '@tranship/core/backend'
import { digestsTold } from './client/checksums.js'
import { access, asksChecksums, checksumMode } from './client/request-members.js'
import { fsErrorOf, request, type Session } from './client/session.js'
import { serviceCode } from './errors.js'
import { objectKey } from './key.js'
import { isGzip } from './listing/object-entry.js'
import { quoted } from './upload/etag.js'
import { versionKey } from './versions/version-key.js'

/** The body of an object, or a range of it; rejects unless every byte came. */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { path } = object
  const { range, signal = session.context.signal } = options
  if (range !== undefined && isEmptyRange(range)) {
    objectKey(path)
    return
  }
  const answer = await answerTo(session, object, range, signal)
  if (answer === undefined) return // the range begins beyond the end

  const isUnpacked = session.settings.decompresses && isGzip(answer.ContentEncoding)
  if (!isUnpacked) {
    yield* bodyOf(session, object, answer, range, signal)
    return
  }
  // Of what is compressed no range can be asked for.
  if (range !== undefined) await left(answer)
  const whole = range === undefined ? answer : await answerTo(session, object, undefined, signal)
  yield* sliced(unpacked(bodyOf(session, object, whole as GetObjectCommandOutput, undefined, signal), path), range)
}

async function answerTo(
  session: Session,
  object: FsObject,
  range: ByteRange | undefined,
  signal: AbortSignal,
): Promise<GetObjectCommandOutput | undefined> {
  const { settings } = session
  const { path, version } = object
  const target = settings.view === undefined ? objectKey(path) : versionKey(object)
  const isHeld = version !== undefined && settings.view === undefined && settings.provider.conditions.includes('open')
  const input = {
    ...{ ...target, ...access(settings), Range: range && rangeHeader(range) },
    ...(isHeld && { IfMatch: quoted(version) }),
    ...(range === undefined && checksumMode(settings)),
  }
  try {
    return await request(session, { path, signal, use: 'unlimited' }, (s3, http) => s3.getObject(input, http))
  } catch (error) {
    if (range !== undefined && isFsError(error) && serviceCode(error.cause) === 'InvalidRange') return undefined
    throw error
  }
}

async function left({ Body }: GetObjectCommandOutput): Promise<void> {
  if (Body !== undefined && 'destroy' in Body) Body.destroy()
}

async function* bodyOf(
  session: Session,
  object: FsObject,
  answer: GetObjectCommandOutput,
  range: ByteRange | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { path } = object
  const body = answer.Body
  if (body === undefined || !(Symbol.asyncIterator in body)) throw new FsError('unexpected', 'the answer has no body', { path })
  const expected = range === undefined ? answer.ContentLength : rangeLength(range, answer.ContentRange, answer.ContentLength)
  const told = range === undefined && asksChecksums(session.settings) ? unchecked(object, digestsTold(answer)) : {}
  const hasher = createHasher(Object.keys(told))
  let received = 0
  try {
    if (expected === undefined && range !== undefined)
      throw new FsError('unexpected', 'the service sent another range than was asked for', { path })
    for await (const chunk of body) {
      received += chunk.byteLength
      hasher.update(chunk)
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
  const differing = differingHash(hasher.digests(), told)
  if (differing !== undefined)
    throw new FsError('mismatch', `the bytes that came do not have the ${differing} that the service keeps`, { path })
}

/** The digests that a body is held to here: none where the caller has one to hold it to. */
function unchecked({ hashes = {} }: FsObject, told: Hashes): Hashes {
  return COMPUTED_HASHES.some((name) => hashes[name] !== undefined) ? {} : told
}
