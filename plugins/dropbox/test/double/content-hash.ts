import { hash } from 'node:crypto'

const BLOCK = 4 * 1024 ** 2

/** By the words of its definition, over the whole. */
export function contentHash(bytes: Uint8Array): string {
  const digests: Buffer[] = []
  for (let at = 0; at < bytes.byteLength; at += BLOCK) digests.push(hash('sha256', bytes.subarray(at, at + BLOCK), 'buffer'))
  return hash('sha256', Buffer.concat(digests), 'hex')
}
