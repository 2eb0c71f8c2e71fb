import { createHash } from 'node:crypto'
import type { ByteSource, Fs, FsObject } from '@tranship/core'

/** Bytes that look like none before them: other for each seed. */
export function bytesOf(size: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4))
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at + 1, 2654435761 + 2 * seed) ^ (at >>> 7)
  return Buffer.from(words.buffer, 0, size)
}

/** A source that can be opened again and again, with ranges. */
export function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.byteLength,
    repeatable: true,
    open: async function* (range) {
      const { start, end = bytes.byteLength } = range === undefined || 'last' in range ? { start: 0 } : range
      for (let at = start; at < end; at += 65_536) yield Uint8Array.prototype.slice.call(bytes, at, Math.min(end, at + 65_536))
    },
  }
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

/** The MD5 of a body as it is read. */
export async function md5At(fs: Fs, object: FsObject): Promise<string> {
  const digest = createHash('md5')
  for await (const chunk of fs.open(object)) digest.update(chunk)
  return digest.digest('hex')
}
