import { SIGNS } from './expression.js'
import type { Glob, GlobToken } from './glob.js'
import { characterOf, type Matcher, plainMatcher } from './plain.js'

/**
 * By the number of loops in an expression, how many ways may lead through its alternatives. JavaScript's engine tries one
 * after the other, so the steps it takes are at most the ways times the length of the path to the power of the loops: a
 * third loop would be too much for a path of some thousand characters.
 */
const MOST_WAYS = [4096, 256, 16] as const

/**
 * A matcher by JavaScript's own means, which are several times as fast as RE2. Undefined for a glob that they would
 * read otherwise than RE2, or that could keep them busy.
 */
export function nativeMatcher(glob: Glob, ignoreCase: boolean): Matcher | undefined {
  const { anchored, tokens } = glob
  const [first] = tokens
  const plain = ignoreCase ? undefined : plainMatcher(glob)
  if (plain !== undefined) return plain

  const sources = tokens.map(sourceOf)
  if (sources.includes(undefined)) return undefined
  const staysInSegment = !anchored && !tokens.some(mayCross)
  const searches = !anchored && !staysInSegment && first?.kind !== 'double-star'
  const loops = tokens.filter(({ kind }, at) => kind === 'star' || (kind === 'double-star' && at < tokens.length - 1)).length
  if (waysThrough(tokens) > (MOST_WAYS[loops + (searches ? 1 : 0)] ?? 0)) return undefined

  const byCodePoint = ignoreCase || tokens.some(({ kind }) => kind === 'any' || kind === 'class')
  const flags = `s${byCodePoint ? 'u' : ''}${ignoreCase ? 'i' : ''}`
  const expression = compiled(`${searches ? '(?:^|/)' : '^'}${sources.join('')}$`, flags)
  if (expression === undefined) return undefined
  return staysInSegment ? (path) => expression.test(path.slice(path.lastIndexOf('/') + 1)) : (path) => expression.test(path)
}

/** A class without escapes, nested classes or an empty list: all engines agree on those. */
const PLAIN_CLASS = /^\[\^?[^\\[\]^]+\]$/u

function sourceOf(token: GlobToken): string | undefined {
  switch (token.kind) {
    case 'literal':
    case 'escape':
      return characterOf(token)?.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    case 'class':
      return PLAIN_CLASS.test(token.text) && compiled(token.text, 'u') !== undefined ? token.text : undefined
    case 'expression':
      return undefined
    case 'open':
      return '(?:'
    default:
      return SIGNS[token.kind]
  }
}

function mayCross(token: GlobToken): boolean {
  switch (token.kind) {
    case 'double-star':
    case 'expression':
      return true
    case 'literal':
    case 'escape':
      return token.text === '/'
    case 'class':
      return compiled(token.text, 'u')?.test('/') ?? true
    default:
      return false
  }
}

/** An upper bound of the number of ways through the alternatives of a glob. */
function waysThrough(tokens: readonly GlobToken[]): number {
  let ways = 1
  const open: number[] = []
  for (const { kind } of tokens) {
    if (kind === 'open') open.push(1)
    else if (kind === 'or') open.push((open.pop() ?? 0) + 1)
    else if (kind === 'close') ways *= open.pop() ?? 1
  }
  return ways
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}
