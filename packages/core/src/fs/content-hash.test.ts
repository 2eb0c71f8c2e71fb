import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createContentHash } from './content-hash.js'

const MEBIBYTE = 1024 ** 2

/** By the words of its definition, over the whole. */
function defined(bytes: Uint8Array): string {
  const digests: Buffer[] = []
  for (let at = 0; at < bytes.byteLength; at += 4 * MEBIBYTE) digests.push(hash('sha256', bytes.subarray(at, at + 4 * MEBIBYTE), 'buffer'))
  return hash('sha256', Buffer.concat(digests), 'hex')
}

test('of nothing is the SHA-256 of nothing', () => {
  expect(createContentHash().hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test.each([1, 4 * MEBIBYTE - 1, 4 * MEBIBYTE, 4 * MEBIBYTE + 1, 9 * MEBIBYTE])('is that of blocks, however %d bytes are cut', (size) => {
  const bytes = Buffer.alloc(size, 'all sorts of bytes')
  for (const step of [MEBIBYTE + 7, 5 * MEBIBYTE, size]) {
    const digest = createContentHash()
    for (let at = 0; at < size; at += step) digest.update(bytes.subarray(at, at + step))
    expect(digest.hex()).toBe(defined(bytes))
  }
})
