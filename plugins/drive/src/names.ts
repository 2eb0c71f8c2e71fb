import { FsError, type FsPath, nameOf, pathProblem, shownPath, storedName } from '@tranship/core/backend'

/** U+201B, the mark that rclone's encodings quote with. */
const QUOTE = '\u{201b}'

/** What a name in Drive may have and a segment of a path may not, and what stands for it, as rclone shows it. */
const STAND_INS: Readonly<Record<string, string>> = { '/': '\u{ff0f}', '\0': '\u{2400}' }
const STANDS_FOR: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(STAND_INS).map(([real, shown]) => [shown, real]))

const TO_SHOW = /(\u{201b}*)([/\0\u{ff0f}\u{2400}])/gu
const TO_STORE = /(\u{201b}*)([\u{ff0f}\u{2400}])/gu

/**
 * A name as a segment of a path: "/" is shown as U+FF0F and NUL as U+2400; where a name has one of these itself it is quoted
 * with U+201B, and quotes before them are doubled. "", "." and ".." are shown by core's own escape. Undefined for what is no
 * Unicode text. `storedSegment` takes it back exactly.
 */
export function shownSegment(name: string): string | undefined {
  const shown = name.replace(TO_SHOW, (_all, quotes: string, char: string) =>
    STAND_INS[char] === undefined ? `${quotes}${quotes}${QUOTE}${char}` : `${quotes}${quotes}${STAND_INS[char]}`,
  )
  return shown === '' ? QUOTE : shownPath(shown)
}

/** The name in Drive that a segment of a path stands for. */
export function storedSegment(segment: string): string {
  return storedName(segment as FsPath).replace(TO_STORE, (_all, quotes: string, char: string) => {
    const kept = QUOTE.repeat(Math.floor(quotes.length / 2))
    return kept + (quotes.length % 2 === 1 ? char : STANDS_FOR[char])
  })
}

/** The name in Drive of what is at a path. */
export function storedNameOf(path: FsPath): string {
  return storedSegment(nameOf(path))
}

/** Throws `invalid-path` for a text that is no path. */
export function checkPath(path: string): FsPath {
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `not a path: ${JSON.stringify(path)}: ${problem}`, { path })
  return path as FsPath
}
