import { bucketPlace, type FsPath, fsPath, keyPrefix, nearestPath, pathOfKey, pathProblem } from '@tranship/core/backend'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectKey } from './key.js'

const keys = fc.stringMatching(/^[a./\u{201b}\\% é]{1,12}$/u)

test('every key has a path of its own, which leads back to it', () => {
  fc.assert(
    fc.property(fc.oneof(keys, fc.string({ minLength: 1, unit: 'grapheme' })), (key) => {
      fc.pre(!key.includes('\0'))
      const path = pathOfKey('bucket', key)
      expect(path).toBeDefined()
      expect(pathProblem(path as string)).toBeUndefined()
      expect(bucketPlace(path as FsPath)).toEqual({ bucket: 'bucket', key })
      expect(objectKey(path as FsPath)).toEqual({ Bucket: 'bucket', Key: key })
    }),
  )
})

test('the bucket is the first segment', () => {
  expect(bucketPlace(fsPath(''))).toEqual({ bucket: '' })
  expect(bucketPlace(fsPath('b'))).toEqual({ bucket: 'b' })
  expect(bucketPlace(fsPath('b/c/d'))).toEqual({ bucket: 'b', key: 'c/d' })
  expect(keyPrefix(bucketPlace(fsPath('b')))).toBe('')
  expect(keyPrefix(bucketPlace(fsPath('b/c')))).toBe('c/')
})

test('a bucket whose name would leave the path of the endpoint is refused', () => {
  for (const name of ['\u{201b}', '\u{201b}.', '\u{201b}..'])
    expect(() => bucketPlace(fsPath(`${name}/x`))).toThrow(/no bucket can be named/)
})

test('a key of 1024 bytes is the longest', () => {
  expect(objectKey(fsPath(`b/${'€'.repeat(341)}x`)).Key).toHaveLength(342)
  expect(() => objectKey(fsPath(`b/${'€'.repeat(341)}xx`))).toThrow('the key is 1025 bytes long, S3 allows 1024')
})

test('no object is a bucket or the root, nor has a NUL or half a character in its key', () => {
  for (const path of ['', 'b', 'b/\u{201b}']) expect(() => objectKey(path as FsPath)).toThrow()
  for (const path of ['b/a\0', 'b/\ud800']) expect(() => objectKey(path as FsPath)).toThrow(/no key of S3/)
})

test('a key that nothing can show is named by what looks like it', () => {
  for (const key of ['a\0b', 'a\ud800b']) {
    expect(pathOfKey('bucket', key)).toBeUndefined()
    expect(nearestPath('bucket', key)).toBe('bucket/a\u{fffd}b')
  }
})
