import type { FsPath } from '../../fs/path.js'

/** Which spellings count as one name. */
export interface Folding {
  /** The composed and the decomposed form of a letter are one. */
  readonly unicode: boolean
  /** Upper and lower case are one. */
  readonly case: boolean
}

/** What a path, or an order key, has in common with all its spellings, segment by segment; itself where nothing is folded. */
export function foldedName({ unicode, case: ignoresCase }: Folding): (path: string) => string {
  if (ignoresCase) return unicode ? (path) => lower(path).normalize('NFC') : lower
  return unicode ? (path) => path.normalize('NFC') : (path) => path
}

/** Whether no other path is composed or decomposed to this one: it is joined as it is. */
export function hasOneForm(path: FsPath): boolean {
  return !BEYOND_LATIN.test(path) || path.normalize('NFC') === path.normalize('NFD')
}

/** Below U+00C0 nothing is composed of others. */
const BEYOND_LATIN = /[^\0-\u00bf]/

/** Letter by letter: the sigma at the end of a word is that within it, or a name would fold otherwise than its parts. */
function lower(path: string): string {
  const folded = path.toLowerCase()
  return folded.includes('\u03c2') ? folded.replaceAll('\u03c2', '\u03c3') : folded
}
