import { expect, test } from 'vitest'
import { refusal, statusOf } from './errors.js'

const about = (status: number, text = '', action?: 'container' | 'remove container', retryAfter?: number) => {
  const error = refusal(status, text, { path: 'box/film', ...(action && { action }) }, retryAfter)
  expect(statusOf(error)).toBe(status)
  return error
}

test.each([
  [401, 'signed-out', false],
  [403, 'denied', false],
  [404, 'not-found', false],
  [408, 'unavailable', true],
  [409, 'unavailable', true],
  [412, 'precondition-failed', false],
  [422, 'mismatch', false],
  [429, 'rate-limited', true],
  [498, 'rate-limited', true],
  [500, 'unavailable', true],
  [503, 'unavailable', true],
  [507, 'quota', false],
  [418, 'unexpected', false],
])('status %d is %s', (status, kind, temporary) => {
  expect(about(status)).toMatchObject({ kind, temporary, path: 'box/film' })
})

test('the same status means what was asked for', () => {
  expect(about(409, '', 'remove container')).toMatchObject({ kind: 'not-empty' })
  expect(about(404, '', 'container').message).toBe('no such container (404)')
  expect(about(413, 'Upload exceeds quota.')).toMatchObject({ kind: 'quota' })
  expect(about(413, '<h1>Request Entity Too Large</h1>')).toMatchObject({ kind: 'unsupported' })
  expect(about(413, '', undefined, 2000)).toMatchObject({ kind: 'rate-limited', retryAfter: 2000 })
})

test('a text of the service is one line without HTML', () => {
  expect(about(418, '<html><h1>Teapot</h1>\n<p>I am\u{7} one.</p></html>').message).toBe('teapot I am one. (418)')
})
