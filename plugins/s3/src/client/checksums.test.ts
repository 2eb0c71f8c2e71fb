import { createHash } from 'node:crypto'
import { createHasher } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { CHECKSUMS, checksumMember, checksumNamed, checksumOfParts, checksumOfUpload, digestsTold } from './checksums.js'

const digestOf = (text: string, name: string): string => {
  const hasher = createHasher([name])
  hasher.update(Buffer.from(text))
  return hasher.digests()[name] ?? ''
}
const PARTS = ['one part', 'another one', 'a']
const summed = (name: string) => PARTS.map((text) => ({ digest: digestOf(text, name), bytes: text.length }))

test('each is called by its algorithm, in any case', () => {
  expect(['SHA256', 'crc64nvme', 'Crc32c', 'CRC32', 'SHA1', 'MD5'].map(checksumNamed)).toEqual([...CHECKSUMS, undefined])
})

test.each(['crc32', 'crc32c', 'crc64nvme'] as const)('the %s of parts is that of the whole, which the service is held to', (name) => {
  const member = checksumMember(name, digestOf(PARTS.join(''), name))
  const { told, demand } = checksumOfParts(name, summed(name))
  expect(demand).toEqual({ ...member, ChecksumType: 'FULL_OBJECT' })
  expect(Object.values(member)).toEqual([told])
  expect(digestsTold(demand)).toEqual({ [name]: digestOf(PARTS.join(''), name) })
  expect(checksumOfUpload(name).ChecksumType).toBe('FULL_OBJECT')
})

test('the SHA-256 of parts is one of theirs, with how many they are, and no hash of the object', () => {
  const { told, demand } = checksumOfParts('sha256', summed('sha256'))
  const hash = createHash('sha256')
  for (const text of PARTS) hash.update(createHash('sha256').update(text).digest())
  expect(told).toBe(`${hash.digest('base64')}-3`)
  expect(demand).toEqual({})
  expect(digestsTold({ ChecksumSHA256: told })).toEqual({})
  expect(digestsTold({ ...checksumMember('sha256', digestOf('x', 'sha256')), ChecksumType: 'COMPOSITE' })).toEqual({})
  expect(checksumOfUpload('sha256')).toEqual({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' })
})

test.each(['', 'AAAA', 'AAAAAAAAAAAAAAA=', '!!!!!!!!!!!=', 'AAAAAAAAAAA=-2'])('%j is no CRC-64 that is told', (ChecksumCRC64NVME) => {
  expect(digestsTold({ ChecksumCRC64NVME })).toEqual({})
})
