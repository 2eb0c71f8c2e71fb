import { isConfigError } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameEncoding } from './name-encoding.js'
import { windowsProblem } from './windows-name.js'

const QUOTE = '\u{201b}'
const windows = nameEncoding('', 'win32')

describe('the encoding of Windows', () => {
  // As rclone writes them: full-width twins, pictures of controls, and U+201B before what is a twin already.
  it.each([
    ['a:b?c*d|e"f<g>h\\i', 'a：b？c＊d｜e＂f＜g＞h＼i'],
    ['tab\there', 'tab␉here'],
    ['trailing.', 'trailing．'],
    ['trailing ', 'trailing␠'],
    ['.leading', '.leading'],
    ['a：b', `a${QUOTE}：b`],
    [`a${QUOTE}：b`, `a${QUOTE}${QUOTE}${QUOTE}：b`],
    [`a${QUOTE}:b`, `a${QUOTE}${QUOTE}：b`],
    [`quote${QUOTE}s`, `quote${QUOTE}s`],
    ['inner． dot', 'inner． dot'],
  ])('writes %j as %j', (name, stored) => {
    expect(windows?.encode(name)).toBe(stored)
    expect(windows?.decode(stored)).toBe(name)
  })
})

it.each(['', 'Colon,Percent,LeftTilde,LeftSpace,RightSpace,Del,CrLf', 'LeftPeriod,RightPeriod,Ctl'])(
  'the encoding %j gives every name back',
  (list) => {
    const encoding = nameEncoding(list, 'win32')
    const character = fc.constantFrom('a', ' ', '.', '~', ':', '%', '\n', '\x7f', '：', '％', '␠', '．', '～', '␊', '␡', QUOTE)
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const name = characters.join('')
        const stored = encoding?.encode(name) ?? ''
        expect(encoding?.decode(stored)).toBe(name)
        if (list === '') expect(stored).not.toMatch(/[<>:"|?*\\\n]|[ .]$/)
      }),
      { numRuns: 2000 },
    )
  },
)

it('is none where the system takes every name, and a list of known words', () => {
  expect(nameEncoding('', 'linux')).toBeUndefined()
  expect(nameEncoding('Slash,Dot,InvalidUtf8', 'linux')).toBeUndefined()
  expect(() => nameEncoding('Colon,Nonsense', 'linux')).toThrowError(
    expect.objectContaining({ message: expect.stringContaining('Nonsense') }),
  )
  try {
    nameEncoding('Nonsense', 'linux')
  } catch (error) {
    expect(isConfigError(error)).toBe(true)
  }
})

describe('a name that Windows does not take for one of a file', () => {
  it.each(['CON', 'con', 'nul.txt', 'COM1', 'lpt9.tar.gz', 'AUX ', 'COM¹', 'CONIN$', 'aux:x'])('%j is a device', (name) =>
    expect(windowsProblem(name)).toContain('device'),
  )
  it.each(['a\\b', '..\\x', 'C:', 'name:stream'])('%j is no single name', (name) => expect(windowsProblem(name)).toContain('character'))
  it.each(['console', 'COM', 'com10', 'nulls', 'a.con', 'lptx', 'a：b'])('%j is one', (name) =>
    expect(windowsProblem(name)).toBeUndefined(),
  )
})
