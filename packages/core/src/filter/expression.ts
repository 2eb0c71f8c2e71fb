import type { Glob, GlobToken } from './glob.js'

/**
 * The expression, in RE2's syntax, that a glob stands for: as rclone writes it in `--dump filters`, to the letter.
 * Its "." is meant to match every character.
 */
export function expressionOf({ anchored, tokens }: Glob, ignoreCase = false): string {
  return `${ignoreCase ? '(?i)' : ''}${anchored ? '^' : '(^|/)'}${tokens.map(expressionOfToken).join('')}$`
}

function expressionOfToken(token: GlobToken): string {
  switch (token.kind) {
    case 'literal':
      return token.text.replace(/[.+()|^$*?[\]{}\\]/, '\\$&')
    case 'escape':
      return `\\${token.text}`
    case 'class':
      return token.text
    case 'expression':
      return `(${token.text})`
    default:
      return SIGNS[token.kind]
  }
}

/** What the pieces without a text of their own stand for; both RE2 and JavaScript read it alike. */
export const SIGNS = { star: '[^/]*', 'double-star': '.*', any: '[^/]', open: '(', or: '|', close: ')' } as const
