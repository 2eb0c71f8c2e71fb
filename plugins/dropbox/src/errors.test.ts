import { describe, expect, test } from 'vitest'
import type { Action } from './error-meanings.js'
import { isRefusal, refusalOf, refused, refusedEntry } from './errors.js'

const body = (error: object, summary = 'x/..') => JSON.stringify({ error_summary: summary, error })
const path = 'a/file'

describe('a refusal of a route', () => {
  const conflict = (tag: string) => ({ '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': tag } } })
  test.each<[object, Action | undefined, string]>([
    [{ '.tag': 'path', path: { '.tag': 'not_found' } }, undefined, 'not-found'],
    [{ '.tag': 'path', path: { '.tag': 'not_folder' } }, undefined, 'not-found'],
    [{ '.tag': 'path', path: { '.tag': 'not_file' } }, undefined, 'is-directory'],
    [{ '.tag': 'path', path: { '.tag': 'malformed_path', malformed_path: null } }, undefined, 'invalid-path'],
    [{ '.tag': 'path', reason: { '.tag': 'insufficient_space' }, upload_session_id: 'x' }, 'write', 'quota'],
    [{ '.tag': 'path', reason: { '.tag': 'disallowed_name' }, upload_session_id: 'x' }, 'write', 'invalid-path'],
    [conflict('file'), 'write', 'precondition-failed'],
    [conflict('folder'), 'write', 'is-directory'],
    [conflict('file_ancestor'), 'write', 'already-exists'],
    [conflict('file'), 'make directory', 'already-exists'],
    [{ '.tag': 'to', to: { '.tag': 'conflict', conflict: { '.tag': 'folder' } } }, 'relocate', 'already-exists'],
    [{ '.tag': 'path_write', path_write: { '.tag': 'conflict', conflict: { '.tag': 'file' } } }, 'remove', 'precondition-failed'],
    [{ '.tag': 'too_many_write_operations' }, undefined, 'rate-limited'],
    [{ '.tag': 'content_hash_mismatch' }, 'write', 'mismatch'],
    [{ '.tag': 'settings_error', settings_error: { '.tag': 'not_authorized' } }, undefined, 'denied'],
    [conflict('of next year'), 'make directory', 'already-exists'],
    [{ '.tag': 'a_tag_of_next_year' }, undefined, 'unexpected'],
  ])('%j, asked to %s, is %s', (error, action, kind) => {
    expect(refused(409, body(error), { path, action })).toMatchObject({ kind, path })
  })

  test('tells its tags and what the innermost union holds', () => {
    const error = refused(409, body({ '.tag': 'lookup_failed', lookup_failed: { '.tag': 'incorrect_offset', correct_offset: 7 } }), {
      path,
    })
    expect(isRefusal(error, 'lookup_failed/incorrect_offset')).toBe(true)
    expect(isRefusal(error, 'offset')).toBe(false)
    expect(refusalOf(error)).toMatchObject({ status: 409, detail: { correct_offset: 7 } })
  })

  test('within a batch means the same', () => {
    expect(refusedEntry({ '.tag': 'path_lookup', path_lookup: { '.tag': 'not_found' } }, { path })).toMatchObject({ kind: 'not-found' })
  })
})

describe('a status', () => {
  test.each([
    [400, 'Error in call to API function "files/upload": request body: path: \'x\' did not match pattern', 'invalid-path'],
    [400, 'Error in call to API function', 'unexpected'],
    [401, body({ '.tag': 'expired_access_token' }), 'signed-out'],
    [401, body({ '.tag': 'missing_scope', required_scope: 'sharing.write' }), 'denied'],
    [403, body({ '.tag': 'no_permission' }), 'denied'],
    [429, 'slow down', 'rate-limited'],
    [500, '<html>oops</html>', 'unavailable'],
    [503, '', 'unavailable'],
    [418, '', 'unexpected'],
  ])('%d with %j is %s', (status, text, kind) => {
    expect(refused(status, text, { path }).kind).toBe(kind)
  })

  test.each([
    ['3', body({ reason: { '.tag': 'too_many_requests' }, retry_after: 9 }), 3000],
    [undefined, body({ reason: { '.tag': 'too_many_write_operations' }, retry_after: 9 }), 9000],
    ['0', 'text', 0],
    [undefined, 'text', undefined],
    ['soon', 'text', undefined],
  ])('429 with Retry-After %s and %j waits %s ms', (header, text, wait) => {
    const error = refused(429, text, { path }, header)
    expect(error.kind).toBe('rate-limited')
    expect(error.retryAfter).toBe(wait)
  })
})

test('a message is one line, in the words of the service only where ours are missing', () => {
  const error = refused(418, '<p>Some\n\n<b>odd</b> thing</p>', { path })
  expect(error.message).toBe('some odd thing (418)')
})
