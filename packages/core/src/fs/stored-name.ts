import { type FsPath, pathProblem } from './path.js'

/** U+201B, the mark that rclone's encodings quote with. */
const QUOTE = '\u{201b}'
const QUOTED_OR_ILLEGAL = /^\u{201b}*(?:|\.|\.\.)$/u

/**
 * Some services hold names that are no legal path: keys such as "a//b", "/a" or "a/../b". They are shown by putting
 * U+201B before each segment that is empty, "." or "..", and before a segment that already looks so quoted; every other
 * name is shown as it is. `storedName` takes it back exactly. The shown path sorts after the stored name, never before.
 *
 * Undefined when the stored name has what no escape can show (NUL, a lone surrogate).
 */
export function shownPath(stored: string): FsPath | undefined {
  if (stored === '') return undefined
  const shown = stored.includes(QUOTE) || pathProblem(stored) !== undefined ? quoted(stored) : stored
  return pathProblem(shown) === undefined ? (shown as FsPath) : undefined
}

/** The name in the service that `path` stands for: the inverse of `shownPath`. */
export function storedName(path: FsPath): string {
  if (!path.includes(QUOTE)) return path
  return path
    .split('/')
    .map((segment) => (isQuotedName(segment) ? segment.slice(1) : segment))
    .join('/')
}

/** Whether a segment of a path stands for a name that is no legal path segment, or for one that looks like its escape. */
export function isQuotedName(segment: string): boolean {
  return segment.startsWith(QUOTE) && QUOTED_OR_ILLEGAL.test(segment)
}

function quoted(stored: string): string {
  return stored
    .split('/')
    .map((segment) => (QUOTED_OR_ILLEGAL.test(segment) ? QUOTE + segment : segment))
    .join('/')
}
