import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isConfigError } from './config-error.js'
import { nameEncoding } from './name-encoding.js'

const QUOTE = '\u{201b}'
const WINDOWS = 'LtGt,DoubleQuote,Colon,Question,Asterisk,Pipe,BackSlash,Ctl,RightSpace,RightPeriod'
const windows = nameEncoding(WINDOWS)

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

it.each([WINDOWS, 'Colon,Percent,LeftTilde,LeftSpace,RightSpace,Del,CrLf', 'LeftPeriod,RightPeriod,Ctl'])(
  'the encoding %j gives every name back',
  (list) => {
    const encoding = nameEncoding(list)
    const character = fc.constantFrom('a', ' ', '.', '~', ':', '%', '\n', '\x7f', '：', '％', '␠', '．', '～', '␊', '␡', QUOTE)
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const name = characters.join('')
        const stored = encoding?.encode(name) ?? ''
        expect(encoding?.decode(stored)).toBe(name)
        if (list === WINDOWS) expect(stored).not.toMatch(/[<>:"|?*\\\n]|[ .]$/)
      }),
      { numRuns: 2000 },
    )
  },
)

it('is none where the system takes every name, and a list of known words', () => {
  expect(nameEncoding('')).toBeUndefined()
  expect(nameEncoding('Slash,Dot,InvalidUtf8')).toBeUndefined()
  expect(() => nameEncoding('Colon,Nonsense')).toThrowError(expect.objectContaining({ message: expect.stringContaining('Nonsense') }))
  try {
    nameEncoding('Nonsense')
  } catch (error) {
    expect(isConfigError(error)).toBe(true)
  }
})
