import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isConfigError } from '../backend/config-error.js'
import { pathProblem } from '../fs/path.js'
import { parseLocation, remoteNameProblem } from './location.js'

/** The target of a remote, as an ordinary object. */
function target(text: string, platform?: string): unknown {
  return JSON.parse(JSON.stringify(parseLocation(text, platform)))
}

describe('local paths', () => {
  test.each(['dir', '/tmp:x', './a:b', 'a/b:c', 'a,b', 'r,a=b', '/a,b:c', '-', '.', '..', 'ok/a:b,c', 'C', '\\a', '/'])('%s', (text) => {
    expect(parseLocation(text)).toEqual({ kind: 'local', path: text })
  })

  test.each(['C:', 'c:\\x', 'C:/x', 'C:x', '\\\\server\\share:x', 'a\\b:c', '.\\a:b'])('on Windows %s', (text) => {
    expect(parseLocation(text, 'win32')).toEqual({ kind: 'local', path: text })
  })

  test('a drive letter is a remote elsewhere', () => {
    expect(target('C:x')).toEqual({ kind: 'remote', remote: 'C', overrides: {}, path: 'x', absolute: false })
  })
})

describe('remotes', () => {
  test.each([
    ['work:', 'work', ''],
    ['work:photos/2021', 'work', 'photos/2021'],
    ['work://photos//2021//', 'work', 'photos/2021'],
    ['a b:c', 'a b', 'c'],
    ['x.y@z+1-2_3:c', 'x.y@z+1-2_3', 'c'],
    ['réseau:c', 'réseau', 'c'],
    ['日本:c', '日本', 'c'],
    ['a:b:c,d', 'a', 'b:c,d'],
    ['a:b\\c', 'a', 'b\\c'],
    ['a:...', 'a', '...'],
  ])('%s', (text, remote, path) => {
    expect(parseLocation(text)).toMatchObject({ kind: 'remote', remote, path })
    expect(parseLocation(text, 'win32')).toMatchObject({ kind: remote === 'a' ? 'local' : 'remote' })
  })

  test('a leading slash is told apart', () => {
    expect(parseLocation('disk:/tmp')).toMatchObject({ path: 'tmp', absolute: true })
    expect(parseLocation(':local:tmp')).toMatchObject({ path: 'tmp', absolute: false })
  })

  test.each<[string, Record<string, string>, string]>([
    ['r,a=1:p', { a: '1' }, 'p'],
    ['r,a,b=:p', { a: 'true', b: '' }, 'p'],
    ['r,a=x=y:p', { a: 'x=y' }, 'p'],
    ['r,a=http://x:p', { a: 'http' }, 'x:p'],
    ["r,a='x:y,z':p", { a: 'x:y,z' }, 'p'],
    ['r,a="x:""y""",b=2:p', { a: 'x:"y"', b: '2' }, 'p'],
    ["r,a='it''s':p", { a: "it's" }, 'p'],
    ["r,a=x'y':p", { a: "x'y'" }, 'p'],
    ["r,a= 'x':p", { a: " 'x'" }, 'p'],
    ['r,a=/tmp/x:p', { a: '/tmp/x' }, 'p'],
    ['r,a=1,a=2:p', { a: '2' }, 'p'],
    ['r,override.x=1:p', { 'override.x': '1' }, 'p'],
    ["r,a='':p", { a: '' }, 'p'],
  ])('with options: %s', (text, overrides, path) => {
    expect(target(text)).toMatchObject({ kind: 'remote', remote: 'r', overrides, path })
    expect(target(`:s3${text.slice(1)}`)).toMatchObject({ kind: 'backend', type: 's3', options: overrides, path })
  })

  test('a type may have spaces', () => {
    expect(target(':google cloud storage:b')).toMatchObject({ kind: 'backend', type: 'google cloud storage', path: 'b' })
  })

  test('an option may have any name', () => {
    const location = parseLocation('r,__proto__=x:')
    const overrides = location.kind === 'remote' ? location.overrides : {}
    expect(Object.entries(overrides)).toEqual([['__proto__', 'x']])
    expect(overrides.constructor).toBeUndefined()
  })
})

describe('what is no location', () => {
  test.each([
    ['', 'empty'],
    [':', 'colon is missing'],
    ['::', 'is empty'],
    [':s3', 'colon is missing'],
    [':s3/x', 'colon is missing'],
    [':s3,a=1', 'colon is missing'],
    ['-r:x', 'begin'],
    [' r:x', 'begin'],
    ['r :x', 'end with a space'],
    ['a*b:c', 'only letters'],
    ['~:x', 'only letters'],
    ['r,:', 'name of an option'],
    ['r,,a=1:', 'name of an option'],
    ['r,=1:', 'name of an option'],
    ['r,é=1:', 'name of an option'],
    ['r,a=1,:', 'name of an option'],
    ['r,a-b=1:', 'neither a comma nor a colon'],
    ["r,a='x'y:", 'neither a comma nor a colon'],
    ['r,a="x\'y:', 'not closed'],
    ["r,a='x''y:", 'not closed'],
    ["r,a='a:b'", 'colon is missing'],
    ['r:a/../b', 'segment ".."'],
    ['r:./a', 'segment "."'],
    ['r:a\0b', 'NUL'],
    ['r:\uD800', 'Unicode'],
  ])('%j', (text, reason) => {
    try {
      parseLocation(text)
      expect.unreachable()
    } catch (error) {
      expect(isConfigError(error)).toBe(true)
      expect(String(error)).toContain(reason)
    }
  })

  test('the message keeps the options to itself', () => {
    expect(() => parseLocation(":s3,secret_access_key='hush,x=1:bucket")).toThrow(/^(?!.*hush)/)
    expect(() => parseLocation(':s3,secret_access_key=hush')).toThrow(/^(?!.*hush)/)
    expect(() => parseLocation(':s3,secret_access_key=hush:b/../c')).toThrow(/^(?!.*hush)/)
  })
})

describe('properties', () => {
  const anyName = fc.oneof(fc.stringMatching(/^[\w.@+ -]{1,12}$/), fc.string({ unit: 'grapheme', maxLength: 8 }))
  const quote = fc.constantFrom("'", '"')

  test('every name without a problem is addressable, every other is not', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom('linux', 'win32'), (name, platform) => {
        const problem = remoteNameProblem(name, platform)
        if (problem === undefined) expect(parseLocation(`${name}:x`, platform)).toMatchObject({ kind: 'remote', remote: name })
        else expect(remoteOf(`${name}:x`, platform)).not.toBe(name)
      }),
      { numRuns: 2000 },
    )
  })

  test('every value can be quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), quote, (value, mark) => {
        const text = `r,a=${mark}${value.replaceAll(mark, mark + mark)}${mark}:p`
        expect(target(text)).toMatchObject({ overrides: { a: JSON.parse(JSON.stringify(value)) }, path: 'p' })
      }),
    )
  })

  test('any text is a location with a legal path, or a ConfigError', () => {
    const pieces = fc.constantFrom(':', ',', '/', '=', "'", '"', '.', '..', ' ', '-', 'a', 'é', '\\', '\0', '\uD800')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        try {
          const location = parseLocation(parts.join(''))
          if (location.kind !== 'local') expect(pathProblem(location.path)).toBeUndefined()
        } catch (error) {
          expect(isConfigError(error)).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

/** The remote that a text names; undefined where it names none. */
function remoteOf(text: string, platform: string): string | undefined {
  try {
    const location = parseLocation(text, platform)
    return location.kind === 'remote' ? location.remote : undefined
  } catch (error) {
    expect(isConfigError(error)).toBe(true)
    return undefined
  }
}
