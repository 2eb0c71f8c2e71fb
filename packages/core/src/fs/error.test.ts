import { describe, expect, test } from 'vitest'
import { asFsError, FsError, isFsError } from './error.js'

describe('FsError', () => {
  test('only what slows down or is unavailable is temporary, unless it says so itself', () => {
    expect(new FsError('rate-limited', 'm').temporary).toBe(true)
    expect(new FsError('unavailable', 'm').temporary).toBe(true)
    expect(new FsError('not-found', 'm').temporary).toBe(false)
    expect(new FsError('unexpected', 'm').temporary).toBe(false)
    expect(new FsError('unavailable', 'm', { temporary: false }).temporary).toBe(false)
    expect(new FsError('not-found', 'm', { temporary: true }).temporary).toBe(true)
  })

  test('carries just the details it was given', () => {
    const cause = new Error('inner')
    expect(new FsError('denied', 'm', { path: 'a', retryAfter: 5, cause })).toMatchObject({ path: 'a', retryAfter: 5, cause, spent: false })
    const plain = new FsError('denied', 'm')
    expect(['path' in plain, 'retryAfter' in plain, 'cause' in plain]).toEqual([false, false, false])
  })

  test('is recognised by its mark, also from another copy of core', () => {
    const foreign = Object.assign(new Error('m'), { [Symbol.for('tranship.FsError')]: true, kind: 'quota' })
    expect(isFsError(foreign)).toBe(true)
    expect(isFsError(foreign, 'quota')).toBe(true)
    expect(isFsError(foreign, 'denied')).toBe(false)
    for (const other of [new Error('m'), { kind: 'quota' }, null, undefined, 'quota', 5]) expect(isFsError(other)).toBe(false)
  })

  test('anything else that was thrown becomes unexpected, with the thrown value as its cause', () => {
    const known = new FsError('quota', 'full', { path: 'a' })
    expect(asFsError(known, 'b')).toBe(known)
    const cause = new TypeError('x is not a function')
    expect(asFsError(cause, 'a')).toMatchObject({ kind: 'unexpected', message: cause.message, path: 'a', cause, temporary: false })
    expect(asFsError('words')).toMatchObject({ kind: 'unexpected', message: 'words', cause: 'words' })
    expect(asFsError(undefined)).toMatchObject({ kind: 'unexpected', message: 'undefined' })
  })
})
