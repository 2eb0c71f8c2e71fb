import { type Filter, type FsDirectory, type FsError, type FsObject, level, listing, type Opened, type Scratch } from '@tranship/core'
import { refuseFilterOfFile } from '../filter/filter-from.js'

export interface ListEntriesOptions {
  readonly filter: Filter
  /** Directories down to which is listed: 1 is what lies in the location itself; Infinity is everything below it. */
  readonly depth: number
  /** The only kinds of entries that are told. */
  readonly kinds: ReadonlySet<'object' | 'directory'>
  readonly signal: AbortSignal
  /** Where what memory should not hold is kept meanwhile. */
  readonly scratch: Scratch
  /** Called for a place that cannot be read; the listing goes on behind it. */
  unreadable(path: string, error: FsError): void
}

/** What lies at or below a location, as the filter wants it, page by page in path order. */
export async function* listEntries(opened: Opened, options: ListEntriesOptions): AsyncIterable<readonly (FsObject | FsDirectory)[]> {
  const { filter, depth, kinds, signal, scratch, unreadable } = options
  refuseFilterOfFile(opened, filter)
  if (opened.file !== undefined) {
    if (kinds.has('object')) yield [opened.file]
    return
  }
  const isLimited = Number.isFinite(depth)
  const enter = (path: string) => depthOf(path) < depth
  const pages =
    depth <= 1
      ? level(opened.fs, undefined, { filter, signal, scratch })
      : listing(opened.fs, undefined, { filter, signal, scratch, ...(isLimited && { enter }) })
  for await (const page of pages) {
    const entries: (FsObject | FsDirectory)[] = []
    for (const entry of page) {
      if (entry.kind === 'unreadable') unreadable(entry.path, entry.cause)
      else if (kinds.has(entry.kind) && (!isLimited || depthOf(entry.path) <= depth)) entries.push(entry)
    }
    if (entries.length > 0) yield entries
  }
}

/** The number of segments of a path. */
function depthOf(path: string): number {
  let depth = 1
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth++
  return depth
}
