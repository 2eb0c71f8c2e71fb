import { FsError } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { isVague, serviceCode, toFsError } from './errors.js'

const SUBJECT = { path: 'b/k', region: 'us-east-1', host: 'ceph.example.com', remote: 'work', hasEscapes: false }

/** An error as the SDK throws it for an answer of a service. */
const answered = (code: string, status: number, more: object = {}): Error =>
  Object.assign(new Error('Words Of\nthe service'), { name: code, Code: code, $metadata: { httpStatusCode: status }, ...more })
const kindOf = (code: string, status: number): string => toFsError(answered(code, status), SUBJECT).kind

test.each([
  ['NoSuchKey', 404, 'not-found'],
  ['NoSuchBucket', 404, 'not-found'],
  ['AccessDenied', 403, 'denied'],
  ['InvalidAccessKeyId', 403, 'signed-out'],
  ['SignatureDoesNotMatch', 403, 'signed-out'],
  ['RequestTimeTooSkewed', 403, 'denied'],
  ['BucketNotEmpty', 409, 'not-empty'],
  ['BucketAlreadyExists', 409, 'already-exists'],
  ['QuotaExceeded', 403, 'quota'],
  ['PreconditionFailed', 412, 'precondition-failed'],
  ['BadDigest', 400, 'mismatch'],
  ['SlowDown', 503, 'rate-limited'],
  ['InternalError', 500, 'unavailable'],
  ['KeyTooLongError', 400, 'invalid-path'],
  ['NotImplemented', 501, 'unsupported'],
  ['NoSuchVersion', 404, 'not-found'],
  ['InvalidPart', 400, 'unavailable'],
  ['EntityTooSmall', 400, 'unsupported'],
  ['ObjectNotInActiveTierError', 403, 'unsupported'],
  ['KMS.DisabledException', 400, 'denied'],
  ['InvalidClientTokenId', 403, 'signed-out'],
])('%s (%d) is %s', (code, status, kind) => expect(kindOf(code, status)).toBe(kind))

test('an unknown code is told by its status, and an unknown status is unexpected', () => {
  expect(kindOf('Unknown', 403)).toBe('denied')
  expect(kindOf('Unknown', 404)).toBe('not-found')
  expect(kindOf('NewWord', 429)).toBe('rate-limited')
  expect(kindOf('NewWord', 599)).toBe('unavailable')
  expect(kindOf('NewWord', 400)).toBe('unexpected')
  expect(toFsError(answered('NewWord', 400), SUBJECT).message).toBe('words Of the service (NewWord)')
})

test('a connection that failed may work the next time, a certificate will not', () => {
  const failed = (code: string) => toFsError(Object.assign(new Error('words'), { code }), SUBJECT)
  expect(failed('ECONNRESET')).toMatchObject({
    kind: 'unavailable',
    temporary: true,
    message: 'no answer from ceph.example.com: ECONNRESET',
  })
  expect(failed('DEPTH_ZERO_SELF_SIGNED_CERT')).toMatchObject({ kind: 'unexpected', temporary: false })
  expect(toFsError('a text', SUBJECT)).toMatchObject({ kind: 'unexpected', cause: 'a text' })
})

test('an FsError stays as it is', () => {
  const error = new FsError('quota', 'full')
  expect(toFsError(error, SUBJECT)).toBe(error)
})

test('a clock is off by what the Date of the answer says, or by nobody knows how much', () => {
  const date = new Date(Date.now() + 90 * 60_000).toUTCString()
  const behind = answered('RequestTimeTooSkewed', 403, { $response: { headers: { date } } })
  expect(toFsError(behind, SUBJECT).message).toBe(
    'the clock of this machine is 1 h 30 min behind that of the service (RequestTimeTooSkewed)',
  )
  expect(toFsError(answered('RequestTimeTooSkewed', 403), SUBJECT).message).toContain('too far from')
})

test('a malformed header is not always a wrong region', () => {
  expect(toFsError(answered('AuthorizationHeaderMalformed', 400), SUBJECT).message).not.toContain('incorrect region')
  expect(toFsError(answered('PermanentRedirect', 301), SUBJECT).message).toBe("incorrect region, the bucket is not in 'us-east-1' region")
})

test('an answer without a code is named by its status', () => {
  expect(serviceCode(answered('Unknown', 403, { Code: undefined }))).toBe('403')
  expect(isVague(answered('Unknown', 403, { Code: undefined }))).toBe(true)
  expect(isVague(answered('AccessDenied', 403))).toBe(false)
  expect(serviceCode(new Error('no answer'))).toBeUndefined()
})
