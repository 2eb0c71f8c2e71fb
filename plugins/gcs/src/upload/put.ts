import { hash } from 'node:crypto'
import {
  type ByteSource,
  digestsOf,
  exactly,
  type FsObject,
  type FsPath,
  type Hashes,
  type PutOptions,
  rejoined,
  takeHead,
  takenAtOnce,
  wholeOf,
} from '@tranship/core/backend'
import type { Buckets } from '../buckets/buckets.js'
import type { Session } from '../client.js'
import { objectPlace } from '../key.js'
import { writtenResource } from '../metadata.js'
import { putAtOnce } from './put-at-once.js'
import { putInChunks } from './put-in-chunks.js'
import type { Write } from './write.js'

/**
 * Writes an object: up to the size of a chunk as a single request, with its MD5, which the service checks before it stores anything;
 * a larger one in chunks, with the CRC32C of all of it, which the service checks before the last of them makes it an object.
 */
export async function putObject(
  { session, buckets }: { readonly session: Session; readonly buckets: Buckets },
  path: FsPath,
  source: ByteSource,
  options: PutOptions,
): Promise<FsObject> {
  const { signal = session.context.signal } = options
  const { chunkSize } = session.settings
  const place = objectPlace(path)
  signal.throwIfAborted()
  const resource = writtenResource(session.settings, options, path)
  const write: Write = { session, buckets, path, place, options, signal, resource }

  const { size } = source
  if (size === undefined) return putUnsized(write, source)
  if (size > chunkSize) return putInChunks(write, source)
  const { transfer } = options
  const taken = takenAtOnce(source, size, transfer, path)
  if (taken === undefined) return putBytes(write, await wholeOf(source, size, path, signal), {})
  const bytes = await taken
  const wanted = (transfer?.hashes ?? []).filter((name) => name !== 'md5') // which is made anyway
  return putBytes(write, bytes, digestsOf(bytes, wanted))
}

/** In chunks, unless the source ends before there would be a second one. */
async function putUnsized(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, path, signal } = write
  const stop = new AbortController()
  const body = exactly(source.open(undefined, { signal: AbortSignal.any([signal, stop.signal]) }), undefined, path, signal)
  try {
    const { chunks, isWhole } = await takeHead(body, session.settings.chunkSize)
    if (isWhole) return await putBytes(write, chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks), {})
    return await putInChunks(write, { ...source, open: () => rejoined(chunks, body) })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    void body.return(undefined)
  }
}

async function putBytes(write: Write, bytes: Uint8Array, digests: Hashes): Promise<FsObject> {
  const md5 = hash('md5', bytes, 'hex')
  write.options.transfer?.sent({ ...digests, md5 })
  return putAtOnce(write, bytes, md5)
}
