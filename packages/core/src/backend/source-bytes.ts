import type { ByteSource, Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { PutOptions } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { pulled, untilAborted } from '../fs/until-aborted.js'

/**
 * The body of a source of `size` bytes, chunk by chunk; `mismatch` if it ends early or runs long. An abort ends a pending
 * pull at once, also of a source that takes no notice of its signal.
 */
export async function* exactly(body: Bytes, size: number | undefined, path: FsPath, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let received = 0
  for await (const chunk of pulled(body, signal)) {
    received += chunk.byteLength
    if (size !== undefined && received > size) throw tooLong(size, path)
    yield chunk
  }
  if (size !== undefined && received < size) throw tooShort(received, size, path)
}

/** All bytes of a source of `size` bytes, which fit into memory; `mismatch` if it ends early or runs long. An abort ends it at once. */
export function wholeOf(source: ByteSource, size: number, path: FsPath, signal: AbortSignal): Promise<Uint8Array> {
  return untilAborted(collected(source, size, path, signal), signal)
}

async function collected(source: ByteSource, size: number, path: FsPath, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let received = 0
  for await (const chunk of source.open(undefined, { signal })) {
    signal.throwIfAborted()
    received += chunk.byteLength
    if (received > size) throw tooLong(size, path)
    chunks.push(chunk)
  }
  if (received < size) throw tooShort(received, size, path)
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}

/**
 * The bytes of a source that is read in one call, which core does not see: the transfer is told of them before, and what it gives is
 * awaited. `mismatch` when they are not as many as they were. Undefined for a source that cannot be read so.
 */
export function takenAtOnce(
  source: ByteSource,
  size: number,
  transfer: PutOptions['transfer'],
  path: FsPath,
): Promise<Uint8Array> | undefined {
  return source.whole === undefined ? undefined : taken(source, source.whole, size, transfer, path)
}

async function taken(
  source: ByteSource,
  whole: () => Uint8Array,
  size: number,
  transfer: PutOptions['transfer'],
  path: FsPath,
): Promise<Uint8Array> {
  await transfer?.take(size)
  const bytes = whole.call(source)
  if (bytes.byteLength === size) return bytes
  throw new FsError('mismatch', `the source has ${bytes.byteLength} bytes, not the ${size} it had`, { path })
}

function tooLong(size: number, path: FsPath): FsError {
  return new FsError('mismatch', `the source is longer than the ${size} bytes it had`, { path })
}

function tooShort(received: number, size: number, path: FsPath): FsError {
  return new FsError('mismatch', `the source ended after ${received} of ${size} bytes`, { path })
}

/** Chunks that were taken from a body, and the rest of it. */
export async function* rejoined(head: readonly Uint8Array[], rest: Bytes): AsyncGenerator<Uint8Array> {
  yield* head
  yield* rest
}

/** The first chunks of a body until they have more than `limit` bytes, or all of it. Leaves the body open. */
export async function takeHead(body: AsyncIterator<Uint8Array>, limit: number): Promise<{ chunks: Uint8Array[]; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  while (size <= limit) {
    const { done, value } = await body.next()
    if (done) return { chunks, isWhole: true }
    chunks.push(value)
    size += value.byteLength
  }
  return { chunks, isWhole: false }
}
