import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isConfigError } from '../backend/config-error.js'
import {
  configProblem,
  parseConfig,
  printConfig,
  renamedSection,
  sectionNames,
  sectionOf,
  withoutSection,
  withSection,
} from './config-text.js'

/** Texts that are rich in what the format cares about. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\uFEFF', '\u0085', '\u2028', '\0', ' ', '\t'),
      fc.constantFrom('[a]', '[b]', '[', ']', '[]', '[a', '=', ':', '#', ';', '"""', '`', 'a', 'b', 'x = 1', 'x=2', '__proto__ = 3'),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

const lineBreaks = /[\r\n]/
const quoteParts = fc.constantFrom('"', '"""', '`', ' ', 'a', '\t', '=', '#')
const storable = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.array(quoteParts, { maxLength: 6 }).map((parts) => parts.join('')),
  )
  .filter((text) => !lineBreaks.test(text) && !(text.includes('`') && text.includes('"')) && !(text.includes('`') && text !== text.trim()))
const anyKey = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b', 'key with blanks'), fc.stringMatching(/^\w+$/))

function plain(values: Readonly<Record<string, string>> | undefined): [string, string][] | undefined {
  return values === undefined ? undefined : Object.entries(values)
}

describe('any text', () => {
  test('is printed as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => printConfig(parseConfig(text)) === text),
      { numRuns: 2000 },
    )
  })

  test('takes new values, gives them back after printing, and keeps the rest', () => {
    fc.assert(
      fc.property(anyText, anyKey, storable, (text, key, value) => {
        const before = parseConfig(text)
        const after = parseConfig(printConfig(withSection(before, 'a', { [key]: value })))
        expect(sectionOf(after, 'a')?.[key]).toBe(value)
        expect(plain(sectionOf(after, 'b'))).toEqual(plain(sectionOf(before, 'b')))
        const others = (all: [string, string][] | undefined) => all?.filter(([name]) => name !== key) ?? []
        expect(others(plain(sectionOf(after, 'a')))).toEqual(others(plain(sectionOf(before, 'a'))))
      }),
      { numRuns: 2000 },
    )
  })

  test('loses one section and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const before = parseConfig(text)
        const after = parseConfig(printConfig(withoutSection(before, 'a')))
        expect(sectionNames(after)).toEqual(sectionNames(before).filter((name) => name !== 'a'))
        expect(plain(sectionOf(after, 'b'))).toEqual(plain(sectionOf(before, 'b')))
        const comments = (config: typeof before) => config.lines.filter((line) => line.kind === 'comment').length
        expect(comments(after)).toBeLessThanOrEqual(comments(before))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('reading', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a simple section', '[a]\nx = 1\n', { x: '1' }],
    ['blanks and CRLF', '\uFEFF  [ a ]  \r\n  x   =   1  \r\n', { x: '1' }],
    ['the first separator', '[a]\nx==b=c\ny:a=b\nz = http://host:80/\n', { x: '=b=c', y: 'a=b', z: 'http://host:80/' }],
    ['no inline comments', '[a]\nx = abc#def;ghi # jkl\n', { x: 'abc#def;ghi # jkl' }],
    ['comments', '[a]\n#x = 1\n;y = 2\n', {}],
    ['an empty value', '[a]\nx =\ny = ', { x: '', y: '' }],
    ['no interpolation, no escapes', '[a]\nx = %(y)s\\n\n', { x: '%(y)s\\n' }],
    ['of equal keys the last', '[a]\nx = 1\nx = 2\n', { x: '2' }],
    ['sections of one name as one', '[a]\nx = 1\ny = 1\n[b]\nx = 9\n[a]\nx = 2\n', { x: '2', y: '1' }],
    [
      'quotes of rclone',
      '[a]\nx = """ a`b """\ny = `"c`\nz = "d"\nw = `\nv = """\nu = """"""\n',
      { ...{ x: ' a`b ', y: '"c' }, ...{ z: '"d"', w: '`', v: '"""', u: '' } },
    ],
    ['lines that are none', '[a]\nnonsense\n= 3\nx = 1\n', { x: '1' }],
    ['nothing behind a header that cannot be read', '[a]\nx = 1\n[b # c\nx = 2\n[]\nx = 3\n[c] # d\nx = 4\n', { x: '1' }],
  ])('%s', (_, text, values) => {
    expect({ ...sectionOf(parseConfig(text), 'a') }).toEqual(values)
  })

  test('there is no section without its header', () => {
    expect(sectionOf(parseConfig('x = 1\n[b]\n'), 'a')).toBeUndefined()
    expect(sectionOf(parseConfig('[b]\n'), '__proto__')).toBeUndefined()
  })

  test('keys of an object are keys like others', () => {
    const values = sectionOf(parseConfig('[a]\n__proto__ = 1\n'), 'a')
    expect(plain(values)).toEqual([['__proto__', '1']])
    expect(values?.constructor).toBeUndefined()
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  test('names once, in the order of the file', () => {
    expect(sectionNames(parseConfig('[b]\n[a b]\n[b]\n[]\n[c'))).toEqual(['b', 'a b'])
  })

  test.each([
    'RCLONE_ENCRYPT_V0:\nabc',
    '\n# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\r\nabc',
    '\uFEFFRCLONE_ENCRYPT_V1:\n',
  ])('an encrypted file is refused: %j', (text) => {
    expect(() => parseConfig(text)).toThrow(/encrypted/)
  })
})

describe('changing', () => {
  const text = '# mine\n[a]\ntype = s3\n; why\nregion=x\nother = 1\n\n# about b\n[b]\ntype = local\n'

  function changed(before: string, name: string, values: Record<string, string | undefined>): string {
    return printConfig(withSection(parseConfig(before), name, values))
  }

  test('a value stays on its line, a new one follows the last', () => {
    expect(changed(text, 'a', { region: 'y', new: '' })).toBe(
      '# mine\n[a]\ntype = s3\n; why\nregion = y\nother = 1\nnew = \n\n# about b\n[b]\ntype = local\n',
    )
  })

  test('an undefined value is taken out, wherever it stands', () => {
    expect(changed('[a]\nx = 1\ny = 2\n[a]\nx = 3', 'a', { x: undefined, none: undefined })).toBe('[a]\ny = 2\n[a]\n')
  })

  test('what has its value already is left as it is', () => {
    const config = parseConfig(text)
    expect(withSection(config, 'a', { region: 'x', type: 's3' })).toBe(config)
  })

  test.each([
    ['', '[c]\nk = v\n'],
    ['[b]', '[b]\n\n[c]\nk = v\n'],
    ['[b]\r\nx = 1', '[b]\r\nx = 1\r\n\r\n[c]\r\nk = v\r\n'],
    ['[b]\nx = 1\n\n', '[b]\nx = 1\n\n[c]\nk = v\n'],
    ['\uFEFF', '\uFEFF\n[c]\nk = v\n'],
  ])('a new section goes to the end of %j', (before, after) => {
    expect(changed(before, 'c', { k: 'v' })).toBe(after)
  })

  test('a section goes, with its comments, but not with those of the next', () => {
    expect(printConfig(withoutSection(parseConfig(text), 'a'))).toBe('# mine\n# about b\n[b]\ntype = local\n')
    expect(printConfig(withoutSection(parseConfig('[a]\nx = 1\n[b]\n[a]\n'), 'a'))).toBe('[b]\n')
    const config = parseConfig(text)
    expect(withoutSection(config, 'none')).toBe(config)
  })

  test('a section gets another name in its place, wherever it stands, unless that is taken or cannot be', () => {
    const config = parseConfig('# mine\r\n[a]\r\nx = 1\r\n[b]\n[ a ]\ny = 2')
    expect(printConfig(renamedSection(config, 'a', 'c'))).toBe('# mine\r\n[c]\r\nx = 1\r\n[b]\n[c]\ny = 2')
    expect(printConfig(renamedSection(config, 'gone', 'c'))).toBe(printConfig(config))
    for (const name of ['b', 'a', ']', '']) expect(() => renamedSection(config, 'a', name)).toThrow()
  })

  test('values that would not read back are put between quotes', () => {
    expect(changed('[a]\n', 'a', { x: ' a ', y: '`b', z: '"""c"""', w: 'a`b' })).toBe(
      '[a]\nx = """ a """\ny = """`b"""\nz = `"""c"""`\nw = a`b\n',
    )
  })

  test.each<[string, Record<string, string>]>([
    ['a]b', {}],
    ['a\nb', {}],
    [' a', {}],
    ['', {}],
    ['a', { x: 'secret\nz = 1' }],
    ['a', { x: 'secret\r' }],
    ['a', { x: '`"""secret' }],
    ['a', { 'x=y': '1' }],
    ['a', { '#x': '1' }],
    ['a', { '[x': '1' }],
    ['a', { '': '1' }],
  ])('what the format cannot hold is refused: %j %j', (name, values) => {
    try {
      withSection(parseConfig(''), name, values)
      expect.unreachable()
    } catch (error) {
      expect(isConfigError(error)).toBe(true)
      expect(String(error)).not.toContain('secret')
    }
  })
})

test.each([
  ['[a]\nk = v\n\n# fine\n', undefined],
  ['[a]\nk = v\nsecret words\n', 'line 3 is neither a [remote] nor a "key = value"'],
  ['k = v\n[]\n', 'line 2 is neither a [remote] nor a "key = value"'],
])('the first line of %j that means nothing is named, without its contents', (text, problem) => {
  expect(configProblem(parseConfig(text))).toBe(problem)
})
