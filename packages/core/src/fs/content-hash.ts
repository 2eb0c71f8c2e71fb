import { createHash } from 'node:crypto'

/** Bytes of each block but the last. */
const BLOCK = 4 * 1024 ** 2

/**
 * The content hash of Dropbox, chunk by chunk: the SHA-256 of the SHA-256 digests of the blocks of 4 MiB, put together. An empty body
 * has no block. As told at https://www.dropbox.com/developers/reference/content-hash.
 */
export function createContentHash(): { update(chunk: Uint8Array): void; hex(): string } {
  const whole = createHash('sha256')
  let block = createHash('sha256')
  let size = 0
  const close = () => {
    whole.update(block.digest())
    block = createHash('sha256')
    size = 0
  }
  return {
    update: (chunk) => {
      for (let at = 0; at < chunk.byteLength; ) {
        const part = chunk.subarray(at, at + BLOCK - size)
        block.update(part)
        at += part.byteLength
        size += part.byteLength
        if (size === BLOCK) close()
      }
    },
    hex: () => {
      if (size > 0) close()
      return whole.digest('hex')
    },
  }
}
