import type { Glob, GlobToken } from './glob.js'
import { compileTokens } from './matcher.js'
import type { Matcher } from './plain.js'

/** What one file in gitignore's language says of the paths below its directory, which are given as seen from there. */
export interface IgnoreRules {
  /** True: it is not wanted. False: it is, whatever a file further up says. Undefined: nothing is said of it. */
  ignores(path: string, isDirectory: boolean): boolean | undefined
}

interface IgnoreRule {
  readonly ignored: boolean
  readonly directoriesOnly: boolean
  readonly matches: Matcher
}

/** Reads such a file. As in git the last rule that matches decides, and a line that means nothing is passed over. */
export async function parseIgnoreFile(text: string): Promise<IgnoreRules> {
  const rules: IgnoreRule[] = []
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const rule = await parseIgnoreRule(line)
    if (rule !== undefined) rules.unshift(rule)
  }
  return {
    ignores: (path, isDirectory) => rules.find((rule) => (isDirectory || !rule.directoriesOnly) && rule.matches(path))?.ignored,
  }
}

/** A line up to the spaces at its end; one after a backslash is a character of the pattern. */
const WITHOUT_SPACES_BEHIND = /^(?:\\.|.)*?(?= *$)/su

async function parseIgnoreRule(line: string): Promise<IgnoreRule | undefined> {
  if (line.startsWith('#')) return undefined
  const [pattern = ''] = WITHOUT_SPACES_BEHIND.exec(line) ?? []
  const ignored = !pattern.startsWith('!')
  const named = ignored ? pattern : pattern.slice(1)
  const directoriesOnly = named.endsWith('/')
  const glob = globOf(directoriesOnly ? named.slice(0, -1) : named)
  return glob === undefined ? undefined : { ignored, directoriesOnly, matches: await compileTokens(glob) }
}

/** Directories in the middle or at the beginning, everything below, an escape, stars, a class, or one character. */
const PIECE =
  /(?<between>(?<=^|\/)\*{2,}\/)|(?<below>(?<=\/)\*{2,}$)|\\(?<escaped>.)|(?<stars>\*+)|(?<list>\[(?<not>[!^]?)(?<body>\]?(?:\\.|\[:\w+:\]|[^\\\]])*)\])|./gsu

/** The glob of a pattern: one with a slash in it is about paths from the directory of its file, another about names at any depth. */
function globOf(pattern: string): Glob | undefined {
  if (pattern === '' || pattern === '/') return undefined
  const tokens: GlobToken[] = []
  for (const { 0: piece, groups = {} } of pattern.matchAll(PIECE)) {
    if (groups.between !== undefined) tokens.push(...ANY_DIRECTORIES)
    else if (groups.below !== undefined) tokens.push({ kind: 'any' }, { kind: 'double-star' })
    else if (groups.escaped !== undefined) tokens.push({ kind: 'literal', text: groups.escaped })
    else if (groups.stars !== undefined) tokens.push({ kind: 'star' })
    else if (groups.list !== undefined) tokens.push({ kind: 'class', text: classOf(groups.not !== '', groups.body ?? '') })
    else if (piece === '?') tokens.push({ kind: 'any' })
    else if (piece === '[' || piece === '\\') return undefined
    else tokens.push({ kind: 'literal', text: piece })
  }
  return { anchored: pattern.includes('/'), tokens: pattern.startsWith('/') ? tokens.slice(1) : tokens }
}

/** No directory, or any number of them. */
const ANY_DIRECTORIES: readonly GlobToken[] = [
  { kind: 'open' },
  { kind: 'or' },
  { kind: 'double-star' },
  { kind: 'literal', text: '/' },
  { kind: 'close' },
]

/** A class of git's in RE2's syntax. What is not in a list is still no slash. */
function classOf(negated: boolean, body: string): string {
  const inside = body.replace(/\\(.)|\[:\w+:\]|[[\]^]/gsu, (piece, escaped?: string) => {
    if (escaped !== undefined) return /[\w\s]|[^\x20-\x7e]/u.test(escaped) ? escaped : `\\${escaped}`
    return piece.length > 1 ? piece : `\\${piece}`
  })
  return negated ? `[^${inside}/]` : `[${inside}]`
}
