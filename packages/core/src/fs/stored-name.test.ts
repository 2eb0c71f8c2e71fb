import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths, texts } from '../../test/names.js'
import { comparePaths } from './order.js'
import { fsPath, pathProblem } from './path.js'
import { isQuotedName, shownPath, storedName } from './stored-name.js'

const Q = '\u{201b}'

describe('names that are no legal path', () => {
  test.each([
    ['a//b', `a/${Q}/b`],
    ['/a', `${Q}/a`],
    ['a/', `a/${Q}`],
    ['/', `${Q}/${Q}`],
    ['.', `${Q}.`],
    ['a/../b', `a/${Q}../b`],
    [`a/${Q}/b`, `a/${Q}${Q}/b`],
    [`${Q}..`, `${Q}${Q}..`],
    [`${Q}a`, `${Q}a`],
    ['a/b', 'a/b'],
  ])('%j is shown as %j', (stored, shown) => {
    expect(shownPath(stored)).toBe(shown)
    expect(storedName(fsPath(shown))).toBe(stored)
  })

  test('a stored name is shown as a legal path that stands for just that name, or not at all', () => {
    fc.assert(
      fc.property(texts, (stored) => {
        const shown = shownPath(stored)
        if (shown === undefined) {
          expect(stored === '' || stored.includes('\0') || !stored.isWellFormed()).toBe(true)
          return
        }
        expect(pathProblem(shown)).toBeUndefined()
        expect(storedName(shown)).toBe(stored)
      }),
      { numRuns: 1000 },
    )
  })

  test('every path is stored under a name that is shown as that path, except the one that stands for no name at all', () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(shownPath(storedName(path))).toBe(path === Q ? undefined : path)
      }),
      { numRuns: 1000 },
    )
    expect(storedName(fsPath(Q))).toBe('')
  })

  test('what is shown never sorts before the stored name', () => {
    fc.assert(
      fc.property(texts, (stored) => {
        expect(comparePaths(shownPath(stored) ?? stored, stored)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('a segment is quoted only when its bare form would be illegal or look quoted', () => {
    expect([Q, `${Q}.`, `${Q}..`, `${Q}${Q}`, `${Q}${Q}..`].map(isQuotedName)).toEqual([true, true, true, true, true])
    expect(['', '.', 'a', `${Q}a`, `${Q}...`, `a${Q}`].map(isQuotedName)).toEqual([false, false, false, false, false, false])
  })
})
