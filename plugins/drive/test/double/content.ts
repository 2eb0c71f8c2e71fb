import { createHash } from 'node:crypto'
import { createReadStream, ftruncateSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'

/** The bytes of a revision, with their digests. Those of large ones are on disk, so that the double takes no memory of its process. */
export interface Content {
  readonly size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  read(): Buffer
  stream(start: number, end: number): Readable
}

/** Bytes that come over several requests. */
export interface Growing {
  size(): number
  write(bytes: Uint8Array, position: number): void
  cut(size: number): void
  /** The bytes are complete. */
  content(): Content
}

export interface Contents {
  of(bytes: Buffer): Content
  grow(): Growing
  close(): void
}

const BLOCK = 64 * 1024

export function createContents(): Contents {
  const folder = mkdtempSync(join(tmpdir(), 'tranship-drive-double-'))
  let count = 0
  return {
    of: (bytes) => ({
      size: bytes.byteLength,
      ...digestsOf([bytes]),
      read: () => bytes,
      stream: (start, end) => Readable.from([bytes.subarray(start, end)]),
    }),
    grow: () => growing(join(folder, String(count++))),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function growing(file: string): Growing {
  const handle = openSync(file, 'w+')
  let size = 0
  return {
    size: () => size,
    write: (bytes, position) => {
      writeSync(handle, bytes, 0, bytes.byteLength, position)
      size = Math.max(size, position + bytes.byteLength)
    },
    cut: (length) => {
      ftruncateSync(handle, length)
      size = length
    },
    content: () => ({
      size,
      ...digestsOf(blocksOf(handle, size)),
      read: () => readFileSync(file),
      stream: (start, end) => createReadStream(file, { start, end: end - 1, highWaterMark: BLOCK }),
    }),
  }
}

function* blocksOf(handle: number, size: number): Iterable<Uint8Array> {
  const block = Buffer.alloc(BLOCK)
  for (let at = 0; at < size; at += BLOCK) yield block.subarray(0, readSync(handle, block, 0, BLOCK, at))
}

function digestsOf(blocks: Iterable<Uint8Array>): Pick<Content, 'md5' | 'sha1' | 'sha256'> {
  const digests = ['md5', 'sha1', 'sha256'].map((name) => createHash(name))
  for (const block of blocks) for (const digest of digests) digest.update(block)
  const [md5 = '', sha1 = '', sha256 = ''] = digests.map((digest) => digest.digest('hex'))
  return { md5, sha1, sha256 }
}
