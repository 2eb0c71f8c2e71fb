import { expect, test } from 'vitest'
import { type Action, refusal } from './errors.js'

const body = (reason: string, message = 'Some words.') => JSON.stringify({ error: { code: 0, message, errors: [{ reason, message }] } })

test.each<[status: number, text: string, kind: string, action?: Action]>([
  [401, body('authError'), 'signed-out'],
  [403, body('forbidden'), 'denied'],
  [403, body('rateLimitExceeded'), 'rate-limited'],
  [403, body('userRateLimitExceeded'), 'rate-limited'],
  [403, body('quotaExceeded'), 'quota'],
  [404, body('notFound'), 'not-found'],
  [404, 'No such object: b/o', 'not-found'],
  [409, body('conflict'), 'already-exists', 'make bucket'],
  [409, body('conflict'), 'not-empty', 'remove bucket'],
  [409, body('conflict'), 'unavailable'],
  [410, '', 'not-found', 'upload'],
  [412, body('conditionNotMet'), 'precondition-failed'],
  [400, body('invalid', 'Provided MD5 hash "a" doesn\'t match calculated MD5 hash "b".'), 'mismatch'],
  [400, body('invalid', 'The object name is too long.'), 'invalid-path'],
  [400, body('invalid'), 'unexpected'],
  [429, '', 'rate-limited'],
  [503, '<html><h1>Busy</h1></html>', 'unavailable'],
])('%i %s is %s', (status, text, kind, action = 'object') => {
  expect(refusal(status, text, { path: 'p', action }).kind).toBe(kind)
})

test('a message is one line of the words of the service', () => {
  const error = refusal(403, body('forbidden', 'Robot does not have\nstorage.objects.get access.'), { path: 'p' })
  expect(error.message).toBe('robot does not have storage.objects.get access. (403 forbidden)')
  expect(refusal(500, '<p>Oh <b>no</b></p>', { path: 'p' }).message).toBe('oh no (500)')
})
