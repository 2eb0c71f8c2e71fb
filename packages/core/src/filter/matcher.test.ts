import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { paths } from '../../test/names.js'
import { expressionOf } from './expression.js'
import { parseGlob } from './glob.js'
import { compileGlob } from './matcher.js'
import { nativeMatcher } from './native.js'

/** Globs of all pieces, made so that they are well-formed and often match. */
const globs = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('a', 'b', '.', '/', '-', 'é', '😀', '\uff61', '!', 'A') },
      { weight: 3, arbitrary: fc.constantFrom('*', '**', '?') },
      {
        weight: 2,
        arbitrary: fc.constantFrom('{a,b}', '{,/**}', '{a*,é}', '[ab]', '[^a]', '[a-z]', '[!-~]', '\\a', '\\.', '\\*', '[[:alpha:]]'),
      },
    ),
    { maxLength: 7 },
  )
  .map((pieces) => pieces.join(''))
  .filter((glob) => !glob.includes('***'))

describe('a glob', () => {
  test('that JavaScript matches means what RE2 says', () => {
    let native = 0
    fc.assert(
      fc.property(globs, paths, fc.boolean(), fc.boolean(), (text, path, ignoreCase, asDirectory) => {
        const glob = parseGlob(text)
        const matches = nativeMatcher(glob, ignoreCase)
        if (matches === undefined) return
        native++
        const shown = asDirectory ? `${path}/` : path
        expect(matches(shown)).toBe(RE2JS.compile(expressionOf(glob, ignoreCase), RE2JS.DOTALL).test(shown))
      }),
      { numRuns: 2000 },
    )
    expect(native).toBeGreaterThan(500)
  })

  test('takes no time that grows out of bounds, whatever it is', async () => {
    const hostile = [
      `${'*a'.repeat(20)}b`,
      `${'**a'.repeat(20)}b`,
      `/${'**a'.repeat(3)}b`,
      `${'{a,a}'.repeat(40)}b`,
      `${'{a,aa,*}'.repeat(10)}b`,
      '{{(a*)*}}b',
      '{{(a|a)*}}b',
    ]
    for (const glob of hostile) {
      const { matches } = await compileGlob(glob)
      expect(matches('a'.repeat(1000)), glob).toBe(false)
    }
  })

  test.each([
    ['a?b', 'a😀b', true],
    ['a[😀]b', 'a😀b', true],
    ['a[^x]b', 'a😀b', true],
    ['{{a.b}}', 'a😀b', true],
    ['dir/**', 'dir/new\nline', true],
    ['{{.*}}', 'new\nline', true],
    ['*', 'new\nline', true],
    ['*.{{(?i)jpg}}', 'a/B.JPG', true],
    ['a.b', 'axb', false],
    ['\\d', 'd', false],
    ['\\d', '7', true],
  ])('%j on %j: %j', async (glob, path, expected) => {
    expect((await compileGlob(glob)).matches(path)).toBe(expected)
  })

  test('matches whatever the case when asked to, by the folding of Unicode', async () => {
    for (const [glob, path] of [
      ['POTATO', 'potato'],
      ['straße', 'STRAẞE'],
      ['k*', '\u212aelvin'],
      ['[a-c]é', 'BÉ'],
      ['***'.slice(1), 'x'],
      ['{{ab}}', 'AB'],
    ] as const) {
      expect((await compileGlob(glob, true)).matches(path), glob).toBe(true)
    }
    expect((await compileGlob('potato')).matches('POTATO')).toBe(false)
  })
})
