import { expect, test } from 'vitest'
import { shownBody, shownHeaders, shownUrl } from './redaction.js'

test.each([
  'authorization',
  'Proxy-Authorization',
  'x-auth-token',
  'x-auth-key',
  'x-subject-token',
  'x-storage-token',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
  'x-amz-server-side-encryption-customer-key',
  'x-goog-encryption-key'.replace('encryption', 'api'),
  'x-api-key',
])('the value of the header %s is not shown', (name) => {
  expect(shownHeaders({ [name]: 'hunter2' })).toEqual([`${name}: REDACTED`])
})

test('other headers are shown', () => {
  const headers = { etag: '"abc"', 'content-type': 'text/plain', 'x-amz-date': '20261123T000000Z', 'x-amz-next-page-token': 'p' }
  expect(shownHeaders(headers)).toEqual(Object.entries(headers).map(([name, value]) => `${name}: ${value}`))
})

test('of a header that a person set nobody knows whether it is a secret', () => {
  const own = new Set(['x-mine', 'range'])
  expect(shownHeaders({ 'X-Mine': 'hunter2', range: 'bytes=0-1', etag: 'e' }, own)).toEqual([
    'X-Mine: REDACTED',
    'range: bytes=0-1',
    'etag: e',
  ])
})

test('of a signed URL only what is no secret is shown', () => {
  const url =
    'https://me:hunter2@h.test/b/k?X-Amz-Credential=hunter2&X-Amz-Signature=hunter2&prefix=a%2Fb&continuation-token=next&key=hunter2'
  const shown = shownUrl(url)
  expect(shown).not.toContain('hunter2')
  expect(shown).toContain('prefix=a%2Fb&continuation-token=next')
  expect(shownUrl('http://h/b/k@v?sig')).toBe('http://h/b/k@v?sig')
})

test.each([
  '{"auth":{"identity":{"password":{"user":{"name":"me","password":"hunter2"}}}}}',
  '{"access_token":"hunter2","refresh_token" : "hunter2"}',
  '{"client_secret":"a\\"hunter2',
  'grant_type=refresh_token&refresh_token=hunter2&client_secret=hunter2&code=hunter2',
  '<Credentials><SecretAccessKey>hunter2</SecretAccessKey><SessionToken>hunter2</SessionToken></Credentials>',
  '<SessionToken>hunter2',
])('a body does not tell its secrets: %s', (body) => {
  expect(shownBody(body)).not.toContain('hunter2')
})

test('a listing is shown as it is', () => {
  const page = '<ListBucketResult><Key>a/token.txt</Key><NextContinuationToken>abc</NextContinuationToken></ListBucketResult>'
  expect(shownBody(page)).toBe(page)
})
