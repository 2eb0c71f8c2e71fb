import { type FsPath, nameEncoding } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spelled } from './entries.js'
import { headerJson } from './header-json.js'
import { createNames, isSameName } from './names.js'
import { OPTIONS } from './options.js'

const names = createNames(nameEncoding(OPTIONS.encoding.default))
const stored = (path: string) => names.stored(path as FsPath)

describe('names', () => {
  test.each([
    ['', ''],
    ['a/b', '/a/b'],
    ['back\\slash', '/back＼slash'],
    ['del\x7f/space ', '/del␡/space␠'],
    ['a b/␠ /x␠', '/a b/␠␠/x‛␠'],
  ])('%j is stored as %j', (path, expected) => expect(stored(path)).toBe(expected))

  test('that Dropbox takes are given back', () => {
    const character = fc.constantFrom('a', ' ', '\\', '\x7f', '␠', '␡', '＼', '‛', '.', '日', '😀')
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 20 }), (characters) => {
        const name = characters.join('')
        fc.pre(name !== '.' && name !== '..')
        const kept = stored(name).slice(1)
        expect(kept).not.toMatch(/[\\\x7f]| $/)
        expect(names.shown(kept)).toBe(name)
      }),
    )
  })

  test.each(['..', 'a//b', '/a', 'a/', 'nul\0', '\ud800', 'x'.repeat(256), `${'é'.repeat(256)}`])('%j is no path', (path) => {
    expect(() => stored(path)).toThrowError(expect.objectContaining({ kind: 'invalid-path' }))
  })

  test('may have 255 characters, whatever their bytes', () => expect(stored('😀'.repeat(255))).toHaveLength(511))

  test.each(['', '.', '..', 'a\0b'])('that no path has are not shown: %j', (name) => expect(names.shown(name)).toBeUndefined())
})

describe('the spelling of a path', () => {
  const file = (path_display: string | undefined) => ({ name: path_display?.split('/').at(-1) ?? 'x', path_display }) as never
  test.each([
    ['a/b', '/A/B', 'A/B'],
    ['a/b', '/a/B', 'a/B'],
    ['caf\u00e9/x', '/cafe\u0301/X', 'caf\u00e9/X'], // of another length, which a layer above would cut at
    ['team/a', '/elsewhere/a', 'team/a'],
    ['x', undefined, 'x'],
  ])('%j, shown as %j, is %j', (asked, shown, path) => expect(spelled(names, asked as FsPath, file(shown))).toBe(path))
})

test.each([
  ['a', 'A', true],
  ['é', 'e\u0301', true],
  ['a', 'b', false],
])('%j and %j are one name: %s', (a, b, is) => expect(isSameName(a, b)).toBe(is))

test('a header is ASCII that can be printed, and the same JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const header = headerJson({ text })
      expect(header).toMatch(/^[\x20-\x7e]*$/)
      expect(JSON.parse(header)).toEqual({ text })
    }),
  )
})
