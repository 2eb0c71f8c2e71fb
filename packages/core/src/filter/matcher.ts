import { expressionOf } from './expression.js'
import { type Glob, malformed, parseGlob } from './glob.js'
import { nativeMatcher } from './native.js'
import type { Matcher } from './plain.js'

/** What a glob matches, and the expression that says so to a person. */
export interface CompiledGlob {
  readonly expression: string
  readonly matches: Matcher
}

/**
 * Compiles a glob. The time a match takes is bounded whatever the glob and the path: what JavaScript's expressions cannot
 * bound is matched by RE2, which is loaded then. Rejects with a ConfigError for a glob that means nothing.
 */
export async function compileGlob(text: string, ignoreCase = false): Promise<CompiledGlob> {
  const glob = parseGlob(text)
  const expression = expressionOf(glob, ignoreCase)
  return { expression, matches: nativeMatcher(glob, ignoreCase) ?? (await linearMatcher(text, expression)) }
}

/** A matcher for pieces that come of no text of rclone's language. */
export async function compileTokens(glob: Glob): Promise<Matcher> {
  const expression = expressionOf(glob)
  return nativeMatcher(glob, false) ?? linearMatcher(expression, expression)
}

/** A matcher whose time grows with the length of the path alone. */
async function linearMatcher(text: string, expression: string): Promise<Matcher> {
  const { RE2JS } = await import('re2js')
  try {
    const compiled = RE2JS.compile(expression, RE2JS.DOTALL)
    return (path) => compiled.test(path)
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    throw malformed(text, `its expression ${JSON.stringify(expression)} is refused: ${problem}`, error)
  }
}
