import { createHash } from 'node:crypto'
import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes that are kept in memory; more go to a file, so that a check of what a client takes does not see them. */
const MOST_IN_MEMORY = 256 * 1024
const BLOCK = 4 * 1024 ** 2
const STEP = 64 * 1024

/** The bytes of a file or of an upload, which may grow at its end. */
export interface Content {
  size(): number
  append(bytes: Uint8Array): void
  /** The bytes from one offset to another, step by step. */
  read(start?: number, end?: number): Iterable<Uint8Array>
}

let folder: string | undefined
let files = 0

function newFile(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'dropbox-double-'))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    folder = made
  }
  return join(folder, String(files++))
}

export function contentOf(first: Uint8Array = new Uint8Array()): Content {
  let memory = Buffer.alloc(0)
  let file: string | undefined
  let size = 0
  const content: Content = {
    size: () => size,
    append: (bytes) => {
      size += bytes.byteLength
      if (file === undefined && size <= MOST_IN_MEMORY) {
        memory = Buffer.concat([memory, bytes])
        return
      }
      if (file === undefined) {
        file = newFile()
        appendFileSync(file, memory)
        memory = Buffer.alloc(0)
      }
      appendFileSync(file, bytes)
    },
    read: function* (start = 0, end = size) {
      if (file === undefined) {
        yield memory.subarray(start, end)
        return
      }
      const opened = openSync(file, 'r')
      try {
        for (let at = start; at < end; ) {
          const step = Buffer.alloc(Math.min(STEP, end - at))
          at += readSync(opened, step, 0, step.byteLength, at)
          yield step
        }
      } finally {
        closeSync(opened)
      }
    },
  }
  content.append(first)
  return content
}

/** By the words of its definition: the SHA-256 of those of the blocks. */
export function contentHash(content: Content): string {
  const whole = createHash('sha256')
  for (let at = 0; at < content.size(); at += BLOCK) {
    const block = createHash('sha256')
    for (const step of content.read(at, Math.min(content.size(), at + BLOCK))) block.update(step)
    whole.update(block.digest())
  }
  return whole.digest('hex')
}
