import { FsError } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { path } from '../test/scratch.js'
import { localError } from './errors.js'

const at = { path: path('a/b'), native: '/srv/a/b' }
const thrown = (code: string) => Object.assign(new Error(`${code}: something, open '/srv/a/b'`), { code })

describe('localError', () => {
  it.each([
    ['ENOENT', 'not-found'],
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['EROFS', 'denied'],
    ['ELOOP', 'denied'],
    ['ENOSPC', 'quota'],
    ['EDQUOT', 'quota'],
    ['ENOTEMPTY', 'not-empty'],
    ['EMFILE', 'unavailable'],
    ['EIO', 'unexpected'],
  ])('%s is %s', (code, kind) => {
    const cause = thrown(code)
    expect(localError(cause, at)).toMatchObject({ kind, path: 'a/b', cause })
  })

  it('names the file, control characters escaped', () => {
    expect(localError(thrown('EACCES'), { path: path('a\n'), native: '/a\n' }).message).toBe('permission denied: "/a\\n"')
  })

  it('leaves an FsError as it is', () => {
    const error = new FsError('mismatch', 'short')
    expect(localError(error, at)).toBe(error)
  })
})
