import { type Bytes, FsError, type FsPath } from '@tranship/core/backend'

/**
 * The body of a source of `size` bytes, chunk by chunk; `mismatch` if it ends early or runs long. An abort ends a pending
 * pull at once, also of a source that takes no notice of its signal.
 */
export async function* exactly(body: Bytes, size: number | undefined, path: FsPath, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  aborted.catch(() => {})
  let isOver = false
  let received = 0
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await Promise.race([chunks.next(), aborted])
      if (done) break
      received += value.byteLength
      if (size !== undefined && received > size)
        throw new FsError('mismatch', `the source is longer than the ${size} bytes it had`, { path })
      yield value
    }
    isOver = true
  } finally {
    signal.removeEventListener('abort', abort)
    if (!isOver) void chunks.return?.()?.then(undefined, () => {})
  }
  if (size !== undefined && received < size) throw new FsError('mismatch', `the source ended after ${received} of ${size} bytes`, { path })
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
