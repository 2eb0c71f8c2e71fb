import { expect, test } from 'vitest'
import type { Features } from '../fs/fs.js'
import type { HashName } from '../fs/hash.js'
import { commonHash, rulesFor } from './rules.js'

const features = (modTimePrecision: bigint | undefined, hashes: readonly HashName[] = [], realDirectories = true): Features => ({
  modTimePrecision,
  hashes,
  caseSensitive: true,
  listingOrder: 'path',
  buckets: false,
  realDirectories,
  objectBesideDirectory: false,
  duplicates: false,
  mimeTypes: false,
  conditions: [],
})

test.each([
  [1n, 1n, 1n],
  [1n, 1_000_000_000n, 1_000_000_000n],
  [2_000_000_000n, 100n, 2_000_000_000n],
  [undefined, 1n, undefined],
  [1n, undefined, undefined],
  [undefined, undefined, undefined],
])('times of steps %s and %s are the same within %s', (src, dst, window) => {
  expect(rulesFor({ deletes: true, compare: 'modTime' }, features(src), features(dst), true).timeWindow).toBe(window)
})

test.each<[HashName[], HashName[], HashName | undefined]>([
  [['md5', 'sha1'], ['sha1', 'md5'], 'md5'],
  [['quickxor', 'sha1'], ['quickxor', 'sha1'], 'sha1'],
  [['quickxor'], ['quickxor'], 'quickxor'],
  [['md5'], ['sha1'], undefined],
  [[], ['md5'], undefined],
])('of %j and %j the common hash is %s', (src, dst, hash) => {
  expect(commonHash(features(1n, src), features(1n, dst))).toBe(hash)
})

test('the rest is as chosen, and as the destination is', () => {
  const choices = { deletes: false, forceDelete: true, compare: 'size' } as const
  expect(rulesFor(choices, features(1n, ['md5'], true), features(1n, ['md5'], false), false)).toEqual({
    ...choices,
    timeWindow: 1n,
    hash: 'md5',
    canSetModTime: false,
    realDirectories: false,
    buckets: false,
  })
})
