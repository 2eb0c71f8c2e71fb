import { createHash, hash } from 'node:crypto'
import {
  type ByteSource,
  type Bytes,
  digestsOf,
  exactly,
  FsError,
  type FsObject,
  type FsPath,
  type Hashes,
  type PutOptions,
  rejoined,
  takeHead,
  takenAtOnce,
  wholeOf,
} from '@tranship/core/backend'
import type { Session } from './client.js'
import { committed, conditionOf, type Turns, writtenObject } from './commit.js'
import type { Containers } from './containers.js'
import { versionOf } from './head.js'
import { objectPlace } from './key.js'
import { putInSegments } from './large/put-in-segments.js'
import { putHeaders } from './object-headers.js'
import { LARGEST_OBJECT } from './settings.js'
import type { Write } from './write.js'

/** Bytes of a body that is held in memory. */
const LARGEST_WHOLE = 64 * 1024 ** 2

/**
 * Writes an object: up to the threshold as a single request, with its MD5, which the service checks before it stores anything;
 * a larger one in segments, which become an object only when all of them are there.
 */
export async function putObject(
  { session, containers, turns }: { readonly session: Session; readonly containers: Containers; readonly turns: Turns },
  path: FsPath,
  source: ByteSource,
  options: PutOptions,
): Promise<FsObject> {
  const { threshold, largeObjects } = session.settings
  const { signal = session.context.signal, transfer } = options
  const place = objectPlace(path)
  signal.throwIfAborted()
  // A source without a time is as old as its copy: what is stored is what this call returns.
  const modTime = options.modTime ?? BigInt(Date.now()) * 1_000_000n
  const headers = putHeaders(options, modTime, path)
  const write: Write = { session, containers, turns, path, place, options, signal, headers }

  const { size } = source
  if (size === undefined) return putUnsized(write, source)
  if (size > threshold) {
    if (largeObjects === 'none')
      throw new FsError('unsupported', `the file is larger than ${LARGEST_OBJECT} bytes, and the remote has no_large_objects set`, { path })
    return putInSegments(write, source)
  }
  const taken = takenAtOnce(source, size, transfer, path)
  if (taken === undefined) {
    if (size > LARGEST_WHOLE && source.repeatable) return putStreamed(write, source, size)
    return putWhole(write, await wholeOf(source, size, path, signal), {})
  }
  const bytes = await taken
  const wanted = (transfer?.hashes ?? []).filter((name) => name !== 'md5') // which is made anyway
  return putWhole(write, bytes, digestsOf(bytes, wanted))
}

/** In segments, unless the source ends before there would be a second one. */
async function putUnsized(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, path, signal } = write
  const { threshold, largeObjects } = session.settings
  const stop = new AbortController()
  const body = exactly(source.open(undefined, { signal: AbortSignal.any([signal, stop.signal]) }), undefined, path, signal)
  try {
    const { chunks, isWhole } = await takeHead(body, Math.min(threshold, LARGEST_WHOLE))
    if (isWhole) return await putWhole(write, chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks), {})
    if (largeObjects === 'none')
      throw new FsError('unsupported', 'a stream of unknown size needs segments, and the remote has no_large_objects set', { path })
    return await putInSegments(write, { ...source, open: () => rejoined(chunks, body) })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    void body.return(undefined)
  }
}

async function putWhole(write: Write, bytes: Uint8Array, digests: Hashes): Promise<FsObject> {
  const md5 = hash('md5', bytes, 'hex')
  write.options.transfer?.sent({ ...digests, md5 })
  return put(
    write,
    bytes.byteLength,
    () => bytes,
    { etag: md5 },
    () => md5,
  )
}

/** As it comes, for what is too large for memory: its MD5 is known at its end. */
async function putStreamed(write: Write, source: ByteSource, size: number): Promise<FsObject> {
  const { path, signal, options } = write
  let md5 = ''
  async function* hashed(body: Bytes): Bytes {
    const digest = createHash('md5')
    for await (const chunk of exactly(body, size, path, signal)) {
      digest.update(chunk)
      yield chunk
    }
    md5 = digest.digest('hex')
    options.transfer?.sent({ md5 })
  }
  return put(
    write,
    size,
    () => () => hashed(source.open(undefined, { signal })),
    { 'content-length': String(size) },
    () => md5,
  )
}

async function put(
  { session, containers, turns, path, place, options, signal, headers }: Write,
  size: number,
  body: () => Uint8Array | (() => Bytes),
  more: Readonly<Record<string, string>>,
  sent: () => string,
): Promise<FsObject> {
  const { replaces } = options
  const bytes = Math.min(size, LARGEST_WHOLE)
  const reply = await containers.withContainer(place.bucket, signal, () =>
    committed({ session, turns, path, replaces, signal }, (atomic) =>
      session.request({
        method: 'PUT',
        place,
        headers: { ...headers, ...more, ...conditionOf(replaces) },
        body: body(),
        path,
        use: 'upload',
        bytes,
        signal,
        atomic,
      }),
    ),
  )
  const stored = versionOf(reply.headers.etag, 'plain')
  if (stored !== undefined && stored !== sent()) {
    const text = `the service stored bytes with the MD5 ${stored}, sent were bytes with ${sent()}; what was there before is lost`
    throw new FsError('mismatch', text, { path })
  }
  return writtenObject(path, headers, size, sent())
}
