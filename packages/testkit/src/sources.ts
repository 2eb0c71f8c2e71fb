import { type ByteSource, type Bytes, COMPUTED_HASHES, createHasher, type Hashes, resolveRange } from '@tranship/core'

/** Bytes that look like none before them: other for each seed, the same for the same seed. */
export function bytesOf(size: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = (seed * 2654435761 + 1) >>> 0
  for (let at = 0; at < words.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    words[at] = state ^ (state >>> 15)
  }
  return Buffer.from(words.buffer, 0, size)
}

/** The digests that core can compute of some bytes. */
export function digestsOf(bytes: Uint8Array): Hashes {
  const hasher = createHasher(COMPUTED_HASHES)
  hasher.update(bytes)
  return hasher.digests()
}

const CHUNK = 64 * 1024

async function* chunked(bytes: Uint8Array, chunkSize = CHUNK): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += chunkSize) yield Uint8Array.prototype.slice.call(bytes, at, at + chunkSize)
}

/** A source that can only be opened, again and again, of known size. */
export function sized(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    repeatable: true,
    open: (range) => {
      const { start, end } = resolveRange(range, bytes.byteLength)
      return chunked(bytes.subarray(start, end))
    },
  }
}

/** A source of any size that holds none of its bytes. Each chunk is unlike the others; where it may, it gives the same memory again. */
export function generated(size: number): ByteSource {
  const pattern = bytesOf(CHUNK)
  return {
    size,
    repeatable: true,
    open: async function* (range, { reuse = false } = {}) {
      const { start, end } = resolveRange(range, size)
      const lent = Buffer.alloc(CHUNK)
      for (let at = start; at < end; ) {
        const index = Math.floor(at / CHUNK)
        const chunk = reuse ? lent : Buffer.alloc(CHUNK)
        pattern.copy(chunk)
        chunk.writeUInt32LE(index)
        const first = index * CHUNK
        const next = Math.min(first + CHUNK, end)
        yield chunk.subarray(at - first, next - first)
        at = next
      }
    },
  }
}

/** A pipe: its size shows at the end, and it can be read once. */
export function unsized(bytes: Uint8Array): ByteSource {
  let isOpened = false
  return {
    repeatable: false,
    open: (range) => {
      if (isOpened || range !== undefined) throw new Error('a source that is not repeatable is opened twice, or with a range')
      isOpened = true
      return chunked(bytes)
    },
  }
}

/** A source that promises another size than it has: it ends early, or runs long. */
export function misjudged(bytes: Uint8Array, promised: number): ByteSource {
  return { size: promised, repeatable: false, open: () => chunked(bytes) }
}

/** A small source in one call. */
export function atOnce(bytes: Uint8Array, promised: number = bytes.byteLength): ByteSource {
  return { ...sized(bytes), size: promised, whole: () => bytes }
}

/** A source that breaks off with `error` after these bytes. */
export function failing(bytes: Uint8Array, error: unknown, promised?: number): ByteSource {
  return {
    ...(promised !== undefined && { size: promised }),
    repeatable: false,
    open: async function* () {
      yield* chunked(bytes)
      throw error
    },
  }
}

/** A source that, where it may, gives the same memory again and again, and spoils it once the consumer is done with it. */
export function overwriting(bytes: Uint8Array, chunkSize = 10_000): ByteSource {
  return {
    size: bytes.byteLength,
    repeatable: true,
    open: async function* (range, options = {}) {
      const { start, end } = resolveRange(range, bytes.byteLength)
      const buffer = new Uint8Array(chunkSize)
      for await (const chunk of chunked(bytes.subarray(start, end), chunkSize)) {
        if (!options.reuse) {
          yield chunk
          continue
        }
        buffer.set(chunk)
        yield buffer.subarray(0, chunk.byteLength)
        buffer.fill(0xee)
      }
    },
  }
}

/** A source that gives these bytes and then nothing, until its signal tells it to stop. */
export function stalling(bytes: Uint8Array, promised: number, onStall: () => void): ByteSource {
  return {
    size: promised,
    repeatable: false,
    open: async function* (_range, { signal } = {}) {
      yield* chunked(bytes)
      await aborted(signal, onStall)
    },
  }
}

function aborted(signal: AbortSignal | undefined, onWait: () => void): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    onWait()
  })
}

/** How the bytes of a source were asked for. */
export interface Reading {
  /** Bytes that came through `open`. */
  opened: number
  /** Bytes that were given by `whole`. */
  whole: number
}

/** The same source, and how it was read. */
export function counted(source: ByteSource): { readonly source: ByteSource; readonly reading: Reading } {
  const reading: Reading = { opened: 0, whole: 0 }
  const { whole } = source
  return {
    reading,
    source: {
      ...source,
      open: (range, options) => counting(source.open(range, options), reading),
      ...(whole && {
        whole: () => {
          const bytes = whole()
          reading.whole += bytes.byteLength
          return bytes
        },
      }),
    },
  }
}

async function* counting(bytes: Bytes, reading: Reading): Bytes {
  for await (const chunk of bytes) {
    reading.opened += chunk.byteLength
    yield chunk
  }
}
