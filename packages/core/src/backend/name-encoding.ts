import { ConfigError } from './config-error.js'

/** How a name is written where a storage cannot hold every character, and read back: each the inverse of the other. */
export interface NameEncoding {
  encode(name: string): string
  decode(stored: string): string
}

const QUOTE = '\u{201b}'
const fullWidth = (characters: string): Twins => [...characters].map((each) => [each, String.fromCharCode(each.charCodeAt(0) + 0xfee0)])
const pictures = (codes: readonly number[]): Twins => codes.map((code) => [String.fromCharCode(code), String.fromCharCode(0x2400 + code)])
const SPACE: Twins = [[' ', '\u{2420}']]
const PERIOD: Twins = [['.', '\u{ff0e}']]
const CRLFHTVT: Twins = pictures([0x09, 0x0a, 0x0b, 0x0d])

/** Characters, each with the one that stands for it. */
type Twins = readonly (readonly [character: string, twin: string])[]
type Where = 'anywhere' | 'first' | 'last'

/** rclone's names for what an encoding replaces. Slash, Dot, Zero and InvalidUtf8 are settled for every path already. */
const REPLACED: Readonly<Record<string, readonly [Where, Twins] | 'always'>> = {
  None: 'always',
  Slash: 'always',
  Dot: 'always',
  Zero: 'always',
  InvalidUtf8: 'always',
  LtGt: ['anywhere', fullWidth('<>')],
  DoubleQuote: ['anywhere', fullWidth('"')],
  SingleQuote: ['anywhere', fullWidth("'")],
  BackQuote: ['anywhere', fullWidth('`')],
  Dollar: ['anywhere', fullWidth('$')],
  Colon: ['anywhere', fullWidth(':')],
  Question: ['anywhere', fullWidth('?')],
  Asterisk: ['anywhere', fullWidth('*')],
  Pipe: ['anywhere', fullWidth('|')],
  Hash: ['anywhere', fullWidth('#')],
  Percent: ['anywhere', fullWidth('%')],
  BackSlash: ['anywhere', fullWidth('\\')],
  SquareBracket: ['anywhere', fullWidth('[]')],
  Semicolon: ['anywhere', fullWidth(';')],
  Exclamation: ['anywhere', fullWidth('!')],
  CrLf: ['anywhere', pictures([0x0a, 0x0d])],
  Del: ['anywhere', [['\x7f', '\u{2421}']]],
  Ctl: ['anywhere', pictures(Array.from({ length: 31 }, (_, at) => at + 1))],
  LeftSpace: ['first', SPACE],
  LeftPeriod: ['first', PERIOD],
  LeftTilde: ['first', fullWidth('~')],
  LeftCrLfHtVt: ['first', CRLFHTVT],
  RightSpace: ['last', SPACE],
  RightPeriod: ['last', PERIOD],
  RightCrLfHtVt: ['last', CRLFHTVT],
}

/** The encoding that a list such as "Colon,RightPeriod" names; undefined where nothing is replaced. Throws a ConfigError. */
export function nameEncoding(list: string): NameEncoding | undefined {
  const words = list.split(',').flatMap((word) => word.trim() || [])
  const unknown = words.find((word) => !Object.hasOwn(REPLACED, word))
  if (unknown !== undefined) {
    throw new ConfigError(`no encoding is called ${JSON.stringify(unknown)}; there are: ${Object.keys(REPLACED).join(', ')}`)
  }
  const replaced = words.flatMap((word) => {
    const rule = REPLACED[word]
    return rule === undefined || rule === 'always' ? [] : [rule]
  })
  return replaced.length === 0 ? undefined : encodingOf(replaced)
}

/**
 * A character becomes its twin, and what is a twin already gets a U+201B before it; U+201B that stand before either are doubled, so
 * that their number tells which it was.
 */
function encodingOf(replaced: readonly (readonly [Where, Twins])[]): NameEncoding {
  const rules = replaced.flatMap(([where, twins]) => twins.map(([character, twin]) => ({ where, character, twin })))
  const twinOf = new Map(rules.map(({ character, twin }) => [character, twin]))
  const characterOf = new Map(rules.map(({ character, twin }) => [twin, character]))
  const encoded = new RegExp(rules.map(({ where, character, twin }) => PLACED[where](escaped(character), twin)).join('|'), 'gu')
  const decoded = new RegExp(rules.map(({ where, twin }) => PLACED[where](undefined, twin)).join('|'), 'gu')
  return {
    encode: (name) =>
      name.replace(encoded, (found) => {
        const [quotes, last] = splitLast(found)
        const twin = twinOf.get(last)
        return quotes + quotes + (twin ?? QUOTE + last)
      }),
    decode: (stored) =>
      stored.replace(decoded, (found) => {
        const [quotes, twin] = splitLast(found)
        const isTwin = quotes.length % 2 === 1
        return quotes.slice(0, quotes.length >> 1) + (isTwin ? twin : characterOf.get(twin))
      }),
  }
}

/** What is looked for: a twin, or a character, with the U+201B before it. */
const PLACED: Readonly<Record<Where, (character: string | undefined, twin: string) => string>> = {
  anywhere: (character, twin) => `${QUOTE}*(?:${either(character, twin)})`,
  first: (character, twin) => `^(?:${either(character, `${QUOTE}*${twin}`)})`,
  last: (character, twin) => `${QUOTE}*(?:${either(character, twin)})$`,
}

function either(character: string | undefined, twin: string): string {
  return character === undefined ? twin : `${character}|${twin}`
}

function splitLast(found: string): readonly [quotes: string, last: string] {
  return [found.slice(0, -1), found.slice(-1)]
}

function escaped(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`
}
