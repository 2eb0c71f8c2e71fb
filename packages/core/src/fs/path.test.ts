import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths, segments, texts } from '../../test/names.js'
import { isFsError } from './error.js'
import { fsPath, isBelow, joinPath, nameOf, parentOf, pathProblem, ROOT, relativeTo } from './path.js'

describe('pathProblem', () => {
  test.each(['', 'a', 'a/b', '...', '..a', 'a..', '.a', 'a/.b/..c', ' ', 'a\\b', 'C:', '\u{1f600}', '~', '-', 'a\nb'])(
    '%j is a path',
    (text) => {
      expect(pathProblem(text)).toBeUndefined()
      expect(fsPath(text)).toBe(text)
    },
  )

  test.each([
    ['/', 'empty segment'],
    ['/etc/x', 'empty segment'],
    ['a/', 'empty segment'],
    ['a//b', 'empty segment'],
    ['.', 'segment "."'],
    ['..', 'segment ".."'],
    ['a/.', 'segment "."'],
    ['a/../b', 'segment ".."'],
    ['../a', 'segment ".."'],
    ['a\0b', 'NUL'],
    ['a\ud800', 'Unicode'],
    ['\udc00/a', 'Unicode'],
  ])('%j is none: %s', (text, problem) => {
    expect(pathProblem(text)).toContain(problem)
    expect(() => fsPath(text)).toThrow(expect.objectContaining({ kind: 'invalid-path' }))
  })

  test('a text is a path just when each of its segments is a name', () => {
    const isName = (segment: string) =>
      segment !== '' && segment !== '.' && segment !== '..' && !segment.includes('\0') && segment.isWellFormed()
    fc.assert(
      fc.property(texts, (text) => {
        expect(pathProblem(text) === undefined).toBe(text === '' || (text.isWellFormed() && text.split('/').every(isName)))
      }),
    )
  })

  test('fsPath gives the same text or refuses it as invalid-path', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(fsPath(text)).toBe(text)
        } catch (error) {
          expect(isFsError(error, 'invalid-path')).toBe(true)
        }
      }),
    )
  })
})

describe('parts of a path', () => {
  test('a path is its name below its parent', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(joinPath(parentOf(path), nameOf(path))).toBe(path)
        expect(isBelow(path, parentOf(path))).toBe(true)
        expect(nameOf(path)).not.toContain('/')
      }),
    )
  })

  test('relativeTo undoes joinPath, and what is joined lies below', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(ROOT), paths), paths, (directory, name) => {
        const joined = joinPath(directory, name)
        expect(pathProblem(joined)).toBeUndefined()
        expect(isBelow(joined, directory)).toBe(true)
        expect(relativeTo(joined, directory)).toBe(name)
      }),
    )
  })

  test('nothing is below itself, nor below a path that only begins with the same letters', () => {
    fc.assert(
      fc.property(paths, segments, (path, more) => {
        expect(isBelow(path, path)).toBe(false)
        expect(isBelow(fsPath(path + more), path)).toBe(false)
      }),
    )
    expect(isBelow(ROOT, ROOT)).toBe(false)
    expect(relativeTo(fsPath('a/b'), fsPath('a/b'))).toBe('')
    expect(parentOf(ROOT)).toBe('')
    expect(joinPath(fsPath('a'), '')).toBe('a')
  })
})
