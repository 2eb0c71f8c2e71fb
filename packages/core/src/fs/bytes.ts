import { FsError } from './error.js'
import type { HashName } from './hash.js'

/** A body. Chunks are the consumer's to keep, unless it asked for `reuse`. */
export type Bytes = AsyncIterable<Uint8Array>

/** Offsets in bytes, `end` exclusive; or the last n bytes. What lies beyond the end of the file is nothing, not an error. */
export type ByteRange = { readonly start: number; readonly end?: number } | { readonly last: number }

export interface OpenSourceOptions {
  readonly signal?: AbortSignal
  /** The consumer is done with a chunk when it pulls the next, so the source may use its memory again. */
  readonly reuse?: boolean
}

/** Ways to the bytes of a source that pass by its `open`. */
export interface DirectSource {
  /** A small source in one call, no stream. */
  whole?(): Uint8Array
  /** Its path on this machine: a backend may read it itself, in a worker; never through a symbolic link at its end. */
  readonly file?: string
}

/** What a `put` reads from. */
export interface ByteSource extends DirectSource {
  /** Bytes; absent: known only at the end. */
  readonly size?: number
  /** False (a pipe, an export): one `open`, no range. Else it opens again and again, so that retries and parallel parts need no buffer. */
  readonly repeatable: boolean
  open(range?: ByteRange, options?: OpenSourceOptions): Bytes
  /** A digest of the whole before it is sent, in lower-case hex, where it is known or can be had without `open`; it may read a file once more. */
  hash?(name: HashName, options?: { readonly signal?: AbortSignal }): Promise<string | undefined>
}

/** A source over bytes that are in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    repeatable: true,
    open: async function* (range) {
      const { start, end } = resolveRange(range, bytes.byteLength)
      if (end > start) yield bytes.slice(start, end)
    },
    whole: () => bytes,
  }
}

/** A range as offsets into a file of `size` bytes; empty (start = end) where it names nothing of it. */
export function resolveRange(range: ByteRange | undefined, size: number): { start: number; end: number } {
  if (range === undefined) return { start: 0, end: size }
  if ('last' in range) return { start: Math.max(0, size - range.last), end: size }
  const start = Math.min(range.start, size)
  return { start, end: Math.max(start, Math.min(range.end ?? size, size)) }
}

/** A whole body in memory. Throws `mismatch` once it is longer than `limit` bytes. */
export async function readAll(bytes: Bytes, limit: number = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.byteLength
    if (size > limit) throw new FsError('mismatch', `the body is longer than ${limit} bytes`)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, size)
}
