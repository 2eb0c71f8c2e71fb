import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { compositeETag, isComposite, md5OfMetadata, md5OfVersion, quoted, versionOf } from './etag.js'

const MD5 = '900150983cd24fb0d6963f7d28e17f72' // of "abc"

test('a version is an ETag without quotes', () => {
  expect(versionOf(`"${MD5}"`)).toBe(MD5)
  expect(versionOf(MD5)).toBe(MD5)
  expect(versionOf('""')).toBeUndefined()
  expect(versionOf('')).toBeUndefined()
  expect(versionOf(undefined)).toBeUndefined()
  expect(quoted(MD5)).toBe(`"${MD5}"`)
})

test('only 32 hex digits of an object that is not encrypted are an MD5', () => {
  expect(md5OfVersion(MD5)).toBe(MD5)
  expect(md5OfVersion(MD5.toUpperCase())).toBe(MD5)
  expect(md5OfVersion(MD5, { ServerSideEncryption: 'AES256' })).toBe(MD5)
  expect(md5OfVersion(MD5, { ServerSideEncryption: 'aws:kms' })).toBeUndefined()
  expect(md5OfVersion(MD5, { ServerSideEncryption: 'aws:kms:dsse' })).toBeUndefined()
  expect(md5OfVersion(MD5, { SSECustomerAlgorithm: 'AES256' })).toBeUndefined()
  for (const other of [`${MD5}-2`, MD5.slice(1), `${MD5}0`, 'W/"x"', undefined]) expect(md5OfVersion(other)).toBeUndefined()
})

test('the MD5 in metadata is base64 of 16 bytes', () => {
  expect(md5OfMetadata('kAFQmDzST7DWlj99KOF/cg==')).toBe(MD5)
  for (const other of ['kAFQmDzST7DWlj99KOF/cg', MD5, '', undefined]) expect(md5OfMetadata(other)).toBeUndefined()
})

test('the ETag of parts is the MD5 of their MD5s', () => {
  const parts = ['a', 'b', 'c'].map((text) => createHash('md5').update(text).digest())
  const etag = compositeETag(parts)
  expect(etag).toBe(`${createHash('md5').update(Buffer.concat(parts)).digest('hex')}-3`)
  expect(isComposite(etag)).toBe(true)
  expect(isComposite(MD5)).toBe(false)
  expect(isComposite(undefined)).toBe(false)
})
