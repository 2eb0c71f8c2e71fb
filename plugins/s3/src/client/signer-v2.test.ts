import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SignableRequest, signatureOf, signerV2, stringToSign } from './signer-v2.js'

/** The example account of the "Signing and authenticating REST requests" page of the S3 documentation. */
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const HOST = 's3.us-west-1.amazonaws.com'

const request = (changes: Partial<SignableRequest>): SignableRequest => ({
  method: 'GET',
  hostname: `awsexamplebucket1.${HOST}`,
  path: '/',
  headers: {},
  ...changes,
})

describe('the string to sign of the documentation', () => {
  test('object GET', () => {
    const headers = { Host: `awsexamplebucket1.${HOST}`, Date: 'Tue, 27 Mar 2007 19:36:42 +0000' }
    expect(stringToSign(request({ path: '/photos/puppy.jpg', headers }), HOST)).toBe(
      'GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg',
    )
  })

  test('object PUT', () => {
    const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': '94328', Date: 'Tue, 27 Mar 2007 21:15:45 +0000' }
    expect(stringToSign(request({ method: 'PUT', path: '/photos/puppy.jpg', headers }), HOST)).toBe(
      'PUT\n\nimage/jpeg\nTue, 27 Mar 2007 21:15:45 +0000\n/awsexamplebucket1/photos/puppy.jpg',
    )
  })

  test('a listing: its parameters are no part of the resource', () => {
    const query = { prefix: 'photos', 'max-keys': '50', marker: 'puppy' }
    expect(stringToSign(request({ query, headers: { Date: 'Tue, 27 Mar 2007 19:42:41 +0000' } }), HOST)).toBe(
      'GET\n\n\nTue, 27 Mar 2007 19:42:41 +0000\n/awsexamplebucket1/',
    )
  })

  test('a sub-resource without a value', () => {
    expect(stringToSign(request({ query: { acl: '' }, headers: { Date: 'Tue, 27 Mar 2007 19:44:46 +0000' } }), HOST)).toBe(
      'GET\n\n\nTue, 27 Mar 2007 19:44:46 +0000\n/awsexamplebucket1/?acl',
    )
  })

  test('the buckets of an account', () => {
    expect(stringToSign(request({ hostname: HOST, headers: { Date: 'Wed, 28 Mar 2007 01:29:59 +0000' } }), HOST)).toBe(
      'GET\n\n\nWed, 28 Mar 2007 01:29:59 +0000\n/',
    )
  })

  test('a key that is URL-encoded is signed as it is sent', () => {
    const path = '/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re'
    expect(stringToSign(request({ hostname: HOST, path, headers: { Date: 'Wed, 28 Mar 2007 01:49:49 +0000' } }), HOST)).toBe(
      'GET\n\n\nWed, 28 Mar 2007 01:49:49 +0000\n/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re',
    )
  })
})

test('the signature of the documentation', async () => {
  const text = stringToSign(request({ path: '/photos/puppy.jpg', headers: { Date: 'Tue, 27 Mar 2007 19:36:42 +0000' } }), HOST)
  expect(signatureOf(text, CREDENTIALS.secretAccessKey)).toBe('qgk2+6Sv9/oM7G3qLEjTH1a1l1g=')
})

test('headers of x-amz are sorted, lower-case, and replace the date', () => {
  const headers = { 'X-Amz-Meta-B': ' 2 ', 'x-amz-date': 'now', 'x-amz-meta-a': '1', date: 'then', 'content-md5': 'm' }
  expect(stringToSign(request({ hostname: HOST, headers }), HOST)).toBe('GET\nm\n\n\nx-amz-date:now\nx-amz-meta-a:1\nx-amz-meta-b:2\n/')
})

test('sub-resources are sorted, with values that are not encoded', () => {
  const query = { uploadId: '2~a/b+c', partNumber: '7', 'x-id': 'UploadPart', uploads: '' }
  expect(stringToSign(request({ hostname: HOST, path: '/b/k', query }), HOST)).toBe('GET\n\n\n\n/b/k?partNumber=7&uploadId=2~a/b+c&uploads')
})

test('a signature depends on everything that is signed, and on the secret', async () => {
  const sign = async (changes: Partial<SignableRequest>, secretAccessKey = CREDENTIALS.secretAccessKey) => {
    const { headers } = await signerV2(async () => ({ ...CREDENTIALS, secretAccessKey }), HOST).sign(
      request({ ...changes, headers: { ...changes.headers } }),
    )
    return { date: headers.date, authorization: headers.authorization }
  }
  expect((await sign({})).authorization).toMatch(/^AWS AKIAIOSFODNN7EXAMPLE:[A-Za-z0-9+/]{27}=$/)
  expect(Date.parse((await sign({})).date ?? '')).not.toBeNaN()
  await fc.assert(
    fc.asyncProperty(fc.webPath(), fc.webPath(), fc.string(), async (one, other, secret) => {
      fc.pre(one !== other && secret !== CREDENTIALS.secretAccessKey)
      const headers = { 'x-amz-date': 'Tue, 27 Mar 2007 19:36:42 +0000' }
      const { authorization } = await sign({ path: `/b${one}`, headers })
      expect((await sign({ path: `/b${other}`, headers })).authorization).not.toBe(authorization)
      expect((await sign({ path: `/b${one}`, headers }, secret)).authorization).not.toBe(authorization)
      expect((await sign({ path: `/b${one}`, headers })).authorization).toBe(authorization)
    }),
    { numRuns: 50 },
  )
})

test('a session token is sent and signed', async () => {
  const { headers } = await signerV2(async () => ({ ...CREDENTIALS, sessionToken: 'token' }), HOST).sign(request({}))
  expect(headers['x-amz-security-token']).toBe('token')
  expect(stringToSign(request({ headers }), HOST)).toContain('\nx-amz-security-token:token\n')
})
