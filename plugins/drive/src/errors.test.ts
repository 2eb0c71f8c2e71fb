import { expect, test } from 'vitest'
import { reasonOf, refusal, statusOf } from './errors.js'

const body = (reason: string, message = 'Told by Drive.') =>
  JSON.stringify({ error: { code: 403, message, errors: [{ domain: 'global', reason, message }] } })

test.each([
  [403, 'userRateLimitExceeded', 'rate-limited', true],
  [403, 'rateLimitExceeded', 'rate-limited', true],
  [429, 'rateLimitExceeded', 'rate-limited', true],
  [403, 'storageQuotaExceeded', 'quota', false],
  [403, 'downloadQuotaExceeded', 'quota', false],
  [403, 'teamDriveFileLimitExceeded', 'quota', false],
  [403, 'insufficientFilePermissions', 'denied', false],
  [403, 'cannotDownloadAbusiveFile', 'denied', false],
  [403, 'somethingNew', 'denied', false],
  [401, 'authError', 'signed-out', false],
  [404, 'notFound', 'not-found', false],
  [500, 'internalError', 'unavailable', true],
  [503, 'somethingNew', 'unavailable', true],
  [400, 'constructor', 'unexpected', false],
] as const)('%d %s is %s', (status, reason, kind, temporary) => {
  const error = refusal(status, body(reason), { path: 'file' })
  expect([error.kind, error.temporary, error.path]).toEqual([kind, temporary, 'file'])
  expect([statusOf(error), reasonOf(error)]).toEqual([status, reason])
})

test('what is no JSON is told in one line', () => {
  expect(refusal(418, '<html><h1>I am\n a teapot</h1></html>', { path: '' }).message).toBe('I am a teapot (418)')
  expect(refusal(502, '', { path: '' }).kind).toBe('unavailable')
})

test('the limit of uploads of a day is final for who asks for that', () => {
  const limit = body('userRateLimitExceeded', 'User rate limit exceeded.')
  expect(refusal(403, limit, { path: '', stopsAtUploadLimit: true }).kind).toBe('quota')
  expect(refusal(403, limit, { path: '' }).kind).toBe('rate-limited')
  expect(refusal(403, body('userRateLimitExceeded', 'Slower.'), { path: '', stopsAtUploadLimit: true }).kind).toBe('rate-limited')
})

test('the time that the service asks for is kept', () => expect(refusal(429, '', { path: '' }, 2000).retryAfter).toBe(2000))
