import { pathProblem } from '@tranship/core/backend'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownSegment, storedSegment } from './names.js'

const odd = fc.string({ unit: fc.constantFrom('/', '\0', '\uff0f', '\u2400', '\u201b', '.', 'a', ' '), maxLength: 6 })

test.each([
  ['a/b', 'a\uff0fb'],
  ['a\uff0fb', 'a\u201b\uff0fb'],
  ['\u201b/', '\u201b\u201b\uff0f'],
  ['\u201b', '\u201b\u201b'],
  ['..', '\u201b..'],
  ['', '\u201b'],
  ['NUL\0', 'NUL\u2400'],
  ["it's \\ plain", "it's \\ plain"],
])('the name %j is shown as %j', (name, shown) => {
  expect(shownSegment(name)).toBe(shown)
  expect(storedSegment(shown)).toBe(name)
})

test('every name is shown by a legal segment of its own, and comes back', () => {
  fc.assert(
    fc.property(fc.oneof(odd, fc.string({ unit: 'binary' })), (name) => {
      const shown = shownSegment(name) ?? expect.fail()
      expect(pathProblem(shown)).toBeUndefined()
      expect(shown).not.toContain('/')
      expect(storedSegment(shown)).toBe(name)
    }),
    { numRuns: 300 },
  )
})

test('every segment of a path is the name of something, and is shown as itself', () => {
  fc.assert(
    fc.property(odd, (text) => {
      const segment = text.replaceAll(/[/\0]/g, '')
      fc.pre(segment !== '' && pathProblem(segment) === undefined)
      expect(shownSegment(storedSegment(segment))).toBe(segment)
    }),
    { numRuns: 300 },
  )
})

test('what is no Unicode text cannot be shown', () => expect(shownSegment('\ud800')).toBeUndefined())
