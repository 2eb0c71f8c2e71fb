import { isUtf8 } from 'node:buffer'
import { type Dir, type Dirent, opendirSync, readdirSync, statSync } from 'node:fs'
import { comparePaths, shownPath } from '@tranship/core/backend'
import type { LocalRoot } from '../local-root.js'
import type { NativePath } from '../names/native-path.js'
import { quotedBytes, shownText } from '../names/stray-bytes.js'
import type { FileKind } from '../status/file-entry.js'

/** One name of a directory. */
export interface EntryName {
  /** As a path of the Fs shows it: one segment. */
  readonly shown: string
  /** What it sorts by: a directory's ends in "/". */
  readonly key: string
  /** As the file system spells it. */
  readonly native: NativePath
  readonly kind: FileKind
  /** It is a link that is followed, to a directory or to nowhere. */
  readonly byLink?: boolean
}

/** How many names are sorted in one go, which takes a millisecond or two. */
const RUN = 2000

/** Bytes of a directory from which on its names are not read in one go, which for most file systems are about ten thousand. */
export const LARGE = 256 * 1024

/** What stands in the text of a name that is no UTF-8; a proper name may have it too. */
const REPLACEMENT = '\u{fffd}'

/** What an escape begins with. */
const QUOTE = '\u{201b}'

/** Gives what an entry is shown as, undefined for what is not shown. */
type Naming = (entry: Dirent | Dirent<Buffer>, native: NativePath) => EntryName | undefined

/** The names of a directory in sorted runs. Between two of them it may be left alone for a while. Throws what the system calls throw. */
export function* readNames(directory: NativePath, name: Naming): Generator<undefined, readonly (readonly EntryName[])[], undefined> {
  if (statSync(directory).size >= LARGE) return (yield* runsOf(directory, 'utf8', name)) ?? (yield* runsOf(directory, 'buffer', name)) ?? []
  const entries = readdirSync(directory, { withFileTypes: true })
  const inBytes = entries.some((entry) => entry.name.includes(REPLACEMENT))
  return [named(inBytes ? readdirSync(directory, { withFileTypes: true, encoding: 'buffer' }) : entries, name)]
}

/** Undefined where a text may stand for a name that it does not tell. */
function* runsOf(
  directory: NativePath,
  encoding: 'utf8' | 'buffer',
  name: Naming,
): Generator<undefined, EntryName[][] | undefined, undefined> {
  const runs: EntryName[][] = []
  const dir = opendirSync(directory, { encoding: encoding as BufferEncoding, bufferSize: RUN })
  try {
    for (let entries = nextEntries(dir); entries.length > 0; entries = nextEntries(dir)) {
      if (encoding === 'utf8' && entries.some((entry) => entry.name.includes(REPLACEMENT))) return undefined
      runs.push(named(entries, name))
      yield
    }
    return runs
  } finally {
    dir.closeSync()
  }
}

/** The next entries of an open directory, as many as take a millisecond or two. With the encoding "buffer" their names are bytes, which the type does not tell. */
export function nextEntries(dir: Dir): readonly (Dirent | Dirent<Buffer>)[] {
  const entries: Dirent[] = []
  for (let entry = dir.readSync(); entry !== null; entry = entries.length < RUN ? dir.readSync() : null) entries.push(entry)
  return entries
}

function named(entries: readonly (Dirent | Dirent<Buffer>)[], name: Naming): EntryName[] {
  const names: EntryName[] = []
  for (const entry of entries) {
    const shown = name(entry, nativeOf(entry.name))
    if (shown !== undefined) names.push(shown)
  }
  return names.sort(byKey)
}

function nativeOf(name: NativePath): NativePath {
  return typeof name !== 'string' && isUtf8(name) ? name.toString() : name
}

export function byKey(a: EntryName, b: EntryName): number {
  return comparePaths(a.key, b.key)
}

/** A name as a path shows it; `suffix` belongs to the shown name alone. */
export function entryName(root: Pick<LocalRoot, 'encoding' | 'options'>, native: NativePath, kind: FileKind, suffix = ''): EntryName {
  const shown = shownName(root, native) + suffix
  return { shown, key: kind === 'directory' ? `${shown}/` : shown, native, kind }
}

function shownName({ encoding, options }: Pick<LocalRoot, 'encoding' | 'options'>, native: NativePath): string {
  if (typeof native !== 'string') return quotedBytes(native)
  const decoded = encoding === undefined ? native : encoding.decode(native)
  const text = options.unicode_normalization ? decoded.normalize() : decoded
  if (!text.includes(QUOTE)) return text
  const shown = shownText(text)
  return shownPath(shown) ?? shown
}
