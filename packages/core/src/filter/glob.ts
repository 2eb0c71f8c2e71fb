import { ConfigError } from '../backend/config-error.js'

/** A piece of a glob. */
export type GlobToken =
  /** One character that stands for itself. */
  | { readonly kind: 'literal'; readonly text: string }
  /** A backslash and this character: itself, where it is punctuation. */
  | { readonly kind: 'escape'; readonly text: string }
  /** `*`: any number of characters, within one segment of the path. */
  | { readonly kind: 'star' }
  /** `**`: any number of characters, slashes too. */
  | { readonly kind: 'double-star' }
  /** `?`: one character within a segment. */
  | { readonly kind: 'any' }
  /** `[a-z]`, brackets included, in the syntax of RE2. */
  | { readonly kind: 'class'; readonly text: string }
  /** What stands in `{{…}}`, in the syntax of RE2. */
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'or' }
  | { readonly kind: 'close' }

export interface Glob {
  /** The glob matches whole paths; else it begins at any segment. */
  readonly anchored: boolean
  readonly tokens: readonly GlobToken[]
}

const FIXED: Readonly<Record<string, GlobToken>> = {
  '*': { kind: 'star' },
  '**': { kind: 'double-star' },
  '?': { kind: 'any' },
}

/** An escape, stars, the opening of an expression with all of it, or one character. */
const PIECE = /\\(?<escaped>.)|\*+|(?<expression>\{\{(?<body>.*?)\}\}(?<more>\}*))|./gsu

/** Takes a glob of rclone's language apart. Throws a ConfigError for one that is not well-formed. */
export function parseGlob(glob: string): Glob {
  const anchored = glob.startsWith('/')
  const text = anchored ? glob.slice(1) : glob
  const tokens: GlobToken[] = []
  let depth = 0
  PIECE.lastIndex = 0
  for (let found = PIECE.exec(text); found !== null; found = PIECE.exec(text)) {
    const [piece] = found
    const { escaped, expression, body = '', more = '' } = found.groups ?? {}
    if (escaped !== undefined) tokens.push({ kind: 'escape', text: escaped })
    else if (expression !== undefined) tokens.push({ kind: 'expression', text: body + more })
    else if (piece in FIXED) tokens.push(FIXED[piece] as GlobToken)
    else if (piece.startsWith('*')) throw malformed(glob, 'it has more than two stars in a row')
    else if (piece === '[') {
      const end = endOfClass(text, found.index)
      if (end === undefined) throw malformed(glob, 'a "[" has no "]"')
      tokens.push({ kind: 'class', text: text.slice(found.index, end) })
      PIECE.lastIndex = end
    } else if (piece === ']') throw malformed(glob, 'a "]" has no "[" (to match one, write "\\]")')
    else if (piece === '{') {
      if (text.startsWith('{{', found.index)) throw malformed(glob, 'a "{{" has no "}}"')
      depth++
      tokens.push({ kind: 'open' })
    } else if (piece === '}') {
      if (depth-- === 0) throw malformed(glob, 'a "}" has no "{" (to match one, write "\\}")')
      tokens.push({ kind: 'close' })
    } else if (piece === ',' && depth > 0) tokens.push({ kind: 'or' })
    else if (piece === '\\') throw malformed(glob, 'it ends in a backslash')
    else tokens.push({ kind: 'literal', text: piece })
  }
  if (depth > 0) throw malformed(glob, 'a "{" has no "}"')
  return { anchored, tokens }
}

/** Where the class that begins at `start` ends. Brackets in it count: `[[:alpha:]]`. Undefined: nowhere. */
function endOfClass(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '[') depth++
    if (text[at] === ']' && --depth === 0) return at + 1
  }
  return undefined
}

/** The error for a glob that means nothing. */
export function malformed(glob: string, problem: string, cause?: unknown): ConfigError {
  return new ConfigError(`the glob ${JSON.stringify(glob)} means nothing: ${problem}`, { cause })
}
