import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInPart, parsePartition } from './partition.js'

const partOf = (path: string, of: bigint) => {
  const parts = Array.from({ length: Number(of) }, (_, part) => BigInt(part))
  return parts.filter((part) => isInPart(path, { part, of }))
}

test('the part of a path is that of rclone', () => {
  const parts = [0n, 2n, 1n, 2n, 0n, 1n, 3n, 3n, 1n]
  for (const [at, part] of parts.entries()) expect(partOf(`file${at + 1}.jpg`, 4n)).toEqual([part])
})

test('every path is in one part, whatever its spelling', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.bigInt(1n, 7n), (path, of) => {
      const part = partOf(path, of)
      expect(part).toHaveLength(1)
      expect(partOf(path.normalize('NFD'), of)).toEqual(part)
    }),
  )
  expect(partOf('ΣΑΣ', 1000n)).toEqual(partOf('σασ', 1000n))
  expect(partOf('İ', 1000n)).toEqual(partOf('i', 1000n))
})

test.each([
  ['1/4', { part: 1n, of: 4n }],
  ['17/3', { part: 2n, of: 3n }],
  ['@/5', { part: 4n, of: 5n }],
  ['18446744073709551615/18446744073709551615', { part: 0n, of: 18446744073709551615n }],
  ['17', expect.stringContaining('K/N')],
  ['0/0', expect.stringContaining('greater than 0')],
  ['-1/2', expect.any(String)],
  ['1/', expect.any(String)],
  ['/2', expect.any(String)],
])('%s', (text, expected) => {
  expect(parsePartition(text, () => 0.999)).toEqual(expected)
})
