import { FsError, isFsError, type Reply, repeatedly } from '@tranship/core/backend'
import { jsonOf, type Session } from '../client.js'
import { replacedGeneration } from '../conditions.js'
import { bucketTarget } from '../key.js'
import type { ObjectResource } from '../resource.js'
import type { Write } from './write.js'

/** What the service says of an upload: how many bytes of it it has, or the object that they have become. */
export type UploadStatus = { readonly offset: number } | { readonly stored: ObjectResource }

/** Bytes of a file that follow each other. */
export interface Chunk {
  readonly start: number
  readonly bytes: Uint8Array
  /** Of the whole file; known with its last chunk, and before if the source tells. */
  readonly size: number | undefined
  /** With the last chunk the CRC32C of the whole file in base64, which the service compares before it stores the object. */
  readonly crc32c?: string
}

/** The status of an answer that waits for more. It is no redirect: nothing tells another place. */
const INCOMPLETE = 308

/** Begins an upload. Gives the URL of its session, which is good for a week, for anybody who has it. */
export async function beginUpload(write: Write, size: number | undefined): Promise<URL> {
  const { session, buckets, place, path, options, signal, resource } = write
  const { headers } = await buckets.withBucket(place.bucket, signal, () =>
    session.steadyRequest({
      method: 'POST',
      target: `${bucketTarget(place.bucket)}/o`,
      isUpload: true,
      query: {
        uploadType: 'resumable',
        name: place.key,
        ifGenerationMatch: replacedGeneration(options.replaces),
        predefinedAcl: session.settings.objectAcl,
      },
      headers: {
        'x-upload-content-type': resource.contentType,
        ...(size !== undefined && { 'x-upload-content-length': String(size) }),
      },
      json: resource,
      path,
      signal,
    }),
  )
  const { origin } = session.settings.endpoint
  const url = URL.parse(headers.location ?? '', origin)
  if (url === null || headers.location === undefined)
    throw new FsError('unexpected', 'the service begins an upload without telling where', { path })
  if (url.origin !== origin) throw new FsError('unexpected', `the service sends an upload to another place than ${origin}`, { path })
  return url
}

/** Asks how far an upload has come. */
export async function uploadStatus(
  session: Session,
  url: URL,
  size: number | undefined,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<UploadStatus> {
  const reply = await session.request({
    method: 'PUT',
    target: url,
    headers: { 'content-range': `bytes */${size ?? '*'}` },
    body: new Uint8Array(),
    path,
    action: 'upload',
    answers: [INCOMPLETE],
    signal,
  })
  return statusIn(reply, path)
}

/**
 * Sends a chunk until the service has all of it: it may keep less than was sent, and after a failure it is asked first what it has.
 * Gives the object if this made one.
 */
export async function sendChunk(write: Write, url: URL, chunk: Chunk): Promise<ObjectResource | undefined> {
  const { session, path, signal } = write
  const end = chunk.start + chunk.bytes.byteLength
  let reached = chunk.start

  const within = (offset: number): number => {
    if (offset >= chunk.start && offset <= end) return offset
    throw new FsError('unexpected', `the service has ${offset} bytes of an upload, which cannot be: it had ${chunk.start}`, { path })
  }
  const send = async (attempt: number): Promise<ObjectResource | undefined> => {
    if (attempt > 1) {
      const status = await uploadStatus(session, url, chunk.size, { path, signal })
      if ('stored' in status) return status.stored
      reached = within(status.offset)
    }
    const isLast = chunk.crc32c !== undefined
    while (reached < end || isLast) {
      const status = await sendFrom(write, url, chunk, reached)
      if ('stored' in status) return status.stored
      const before = reached
      reached = within(status.offset)
      if (reached <= before) throw new FsError('unavailable', 'the service takes no more of an upload', { path })
    }
    return undefined
  }
  return repeatedly(send, {
    ...(session.context.retry && { policy: session.context.retry }),
    signal,
    again: (error, attempt) => session.context.log('debug', `upload: try ${attempt} follows: ${error.message}`, path),
  }).catch((error: unknown) => {
    if (!isFsError(error, 'not-found')) throw error
    // The session is gone, but not the file: the upload as a whole may begin again.
    throw new FsError('unavailable', error.message, { path, cause: error })
  })
}

async function sendFrom(
  { session, path, signal }: Write,
  url: URL,
  { start, bytes, size, crc32c }: Chunk,
  from: number,
): Promise<UploadStatus> {
  const rest = bytes.subarray(from - start)
  const end = start + bytes.byteLength
  const range = rest.byteLength === 0 ? '*' : `${from}-${end - 1}`
  const reply = await session.request({
    method: 'PUT',
    target: url,
    headers: {
      'content-range': `bytes ${range}/${size ?? '*'}`,
      ...(crc32c !== undefined && { 'x-goog-hash': `crc32c=${crc32c}` }),
    },
    body: rest,
    path,
    action: 'upload',
    use: 'upload',
    bytes: rest.byteLength,
    answers: [INCOMPLETE],
    signal,
  })
  return statusIn(reply, path)
}

function statusIn(reply: Reply, path: string): UploadStatus {
  if (reply.status !== INCOMPLETE) return { stored: jsonOf<ObjectResource>(reply, path) }
  const parts = /^bytes=0-(\d+)$/.exec(reply.headers.range ?? '')
  return { offset: parts === null ? 0 : Number(parts[1]) + 1 }
}

/** Gives up an upload, and what the service has of it. One that is gone, or has become an object, stays as it is. */
export async function cancelUpload(session: Session, url: URL, path: string): Promise<void> {
  await session.steadyRequest({ method: 'DELETE', target: url, path, action: 'upload', answers: [400, 404, 410, 499] })
}
