import type { Glob, GlobToken } from './glob.js'

/** Whether a path matches. */
export type Matcher = (path: string) => boolean

/**
 * A matcher that only compares texts, for the globs that most rules are made of: a name, a path, `*.jpg`, `dir/**`. Undefined
 * for any other.
 */
export function plainMatcher({ anchored, tokens }: Glob): Matcher | undefined {
  const isOpenBefore = !anchored && tokens[0]?.kind === 'star'
  const isOpenBehind = tokens.at(-1)?.kind === 'double-star'
  const characters = tokens.slice(isOpenBefore ? 1 : 0, isOpenBehind ? -1 : tokens.length).map(characterOf)
  if (characters.includes(undefined) || (isOpenBefore && (isOpenBehind || characters.includes('/')))) return undefined
  const text = characters.join('')
  const below = `/${text}`
  if (isOpenBefore) return (path) => path.endsWith(text)
  if (isOpenBehind) return anchored ? (path) => path.startsWith(text) : (path) => path.startsWith(text) || path.includes(below)
  return anchored ? (path) => path === text : (path) => path === text || path.endsWith(below)
}

/** The one character that a piece matches; undefined: it may match others too. */
export function characterOf(token: GlobToken): string | undefined {
  if (token.kind === 'literal') return token.text
  return token.kind === 'escape' && /[!-/:-@[-`{-~ ]/.test(token.text) ? token.text : undefined
}
