import type { FsDirectory, FsEntry, Page } from '../fs/entry.js'
import { asFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { legalNames } from './guard.js'
import { PAGE_SIZE } from './page.js'
import { sorted } from './spool.js'

export interface WalkOptions {
  readonly signal?: AbortSignal
  /** How many directories are listed ahead of the one that is being told of. */
  readonly readAhead?: number
}

/** A directory of the walk: its listing may be under way before its turn comes. */
interface Visit {
  readonly directory: FsPath | FsDirectory
  readonly path: FsPath
  listing?: Promise<readonly FsEntry[]>
}

/**
 * Everything below a directory, in path order, by listing one directory after the other, depth first. Each directory
 * comes before what is in it. One that cannot be listed is followed by an `unreadable` entry in place of its content;
 * when it is the first one, the walk fails.
 */
export async function* walk(fs: Fs, directory: FsPath, options: WalkOptions = {}): AsyncIterable<Page> {
  const { signal, readAhead = 8 } = options
  const left = new AbortController()
  const listSignal = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal])
  /** The directories still to be visited, the next one last. */
  const ahead: Visit[] = []
  let underWay = 0
  let page: FsEntry[] = []
  try {
    let entries = await begin({ directory, path: directory })
    /** For each directory that is open, what of it is still to be told. */
    const open: { entries: readonly FsEntry[]; next: number }[] = [{ entries, next: 0 }]
    announce(entries)

    while (open.length > 0) {
      const level = open.at(-1) as (typeof open)[number]
      const entry = level.entries[level.next++]
      if (entry === undefined) {
        open.pop()
        continue
      }
      page.push(entry)
      if (page.length >= PAGE_SIZE) {
        yield page
        page = []
      }
      if (entry.kind !== 'directory') continue
      const visit = ahead.pop() as Visit
      try {
        entries = await begin(visit)
      } catch (error) {
        signal?.throwIfAborted()
        page.push({ kind: 'unreadable', path: visit.path, cause: asFsError(error, visit.path) })
        continue
      }
      open.push({ entries, next: 0 })
      announce(entries)
    }
    if (page.length > 0) yield page
  } finally {
    left.abort()
  }

  function announce(found: readonly FsEntry[]): void {
    for (let at = found.length - 1; at >= 0; at--) {
      const entry = found[at] as FsEntry
      if (entry.kind === 'directory') ahead.push({ directory: entry, path: entry.path })
    }
    for (let at = ahead.length - 1; at >= Math.max(0, ahead.length - readAhead) && underWay < readAhead; at--) {
      begin(ahead[at] as Visit).catch(() => {})
    }
  }

  function begin(visit: Visit): Promise<readonly FsEntry[]> {
    if (visit.listing === undefined) {
      underWay++
      visit.listing = readDirectory(fs, visit, listSignal).finally(() => {
        underWay--
      })
    }
    return visit.listing
  }
}

async function readDirectory(fs: Fs, visit: Visit, signal: AbortSignal): Promise<readonly FsEntry[]> {
  const entries: FsEntry[] = []
  const pages = legalNames(fs.list(visit.directory, { signal }), visit.path, 'level')
  for await (const page of sorted(pages)) entries.push(...page)
  return entries
}
