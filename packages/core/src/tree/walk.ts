import type { FsDirectory, FsEntry, Page } from '../fs/entry.js'
import { asFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { type Contents, readDirectory } from './directory.js'
import { PAGE_SIZE } from './page.js'
import { type SpoolOptions, shareOf } from './spool.js'

export interface WalkOptions extends SpoolOptions {
  readonly signal?: AbortSignal
  /** How many directories are listed ahead of the one that is being told of. */
  readonly readAhead?: number
  /** Asked once for each directory below; false: it is told, and what is below it is neither listed nor told. */
  enter?(directory: FsPath): boolean
  /**
   * Asked of each page of a directory's entries, in any order, before any of them is told or entered; true: neither they nor
   * the directory are told.
   */
  skips?(directory: FsPath, entries: Page): boolean | Promise<boolean>
}

/** A directory of the walk: its listing may be under way before its turn comes. */
interface Visit {
  readonly directory: FsPath | FsDirectory
  readonly path: FsPath
  /** Entries that have come so far. */
  taken: number
  contents?: Promise<Contents>
}

/** A directory whose turn has come, and what of it is still to be told. */
interface Level {
  readonly contents: Contents
  readonly more: AsyncIterator<Page> | undefined
  page: Page
  next: number
}

/** While so many entries wait for the turn of their directories, no further directory is listed ahead. */
const ENTRIES_AHEAD = 10_000

/** Directories too large to hold that a walk commonly has open or ahead together: they share its memory. More of them take more. */
const LARGE_AT_A_TIME = 3

/**
 * Everything below a directory, in path order, by listing one directory after the other, depth first. Each directory
 * comes before what is in it. One that cannot be listed is followed by an `unreadable` entry in place of its content;
 * when it is the first one, the walk fails. Neither the size of a directory nor their number is bounded by memory.
 */
export async function* walk(fs: Fs, directory: FsPath, options: WalkOptions = {}): AsyncIterable<Page> {
  const { signal, readAhead = 8 } = options
  const left = new AbortController()
  const reading = {
    ...options,
    ...shareOf(options, LARGE_AT_A_TIME),
    signal: signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]),
  }
  /** Directories still to be visited, the next one last: those on the pages that are open. */
  const ahead: Visit[] = []
  const levels: Level[] = []
  let underWay = 0
  let entriesAhead = 0
  let page: FsEntry[] = []
  try {
    await open({ directory, path: directory, taken: 0 })
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const entry = level.page[level.next++]
      if (entry === undefined) {
        if (!(await turnPage(level))) levels.pop()
        continue
      }
      const visit = ahead.at(-1)
      if (visit?.directory === entry) {
        ahead.pop()
        try {
          if (await open(visit)) page.push(entry)
        } catch (error) {
          signal?.throwIfAborted()
          page.push(entry, { kind: 'unreadable', path: visit.path, cause: asFsError(error, visit.path) })
        }
      } else {
        page.push(entry)
      }
      if (page.length >= PAGE_SIZE) {
        yield page
        page = []
      }
    }
    if (page.length > 0) yield page
  } finally {
    left.abort()
    for (const { contents } of ahead) contents?.then(dispose, () => {})
    for (const { contents } of levels) await dispose(contents)
  }

  /** False: the directory is skipped. */
  async function open(visit: Visit): Promise<boolean> {
    const contents = await begin(visit).finally(() => {
      entriesAhead -= visit.taken
    })
    if (contents.isSkipped === true) return false
    levels.push({ contents, more: contents.spool?.inOrder()[Symbol.asyncIterator](), page: contents.entries, next: 0 })
    announce(contents.entries)
    return true
  }

  async function turnPage(level: Level): Promise<boolean> {
    const next = await level.more?.next()
    if (next === undefined || next.done === true) return false
    level.page = next.value
    level.next = 0
    announce(level.page)
    return true
  }

  function announce(found: Page): void {
    for (let at = found.length - 1; at >= 0; at--) {
      const entry = found[at] as FsEntry
      if (entry.kind !== 'directory' || options.enter?.(entry.path) === false) continue
      ahead.push({ directory: entry, path: entry.path, taken: 0 })
    }
    for (let at = ahead.length - 1; at >= Math.max(0, ahead.length - readAhead); at--) {
      if (underWay >= readAhead || entriesAhead >= ENTRIES_AHEAD) break
      begin(ahead[at] as Visit).catch(() => {})
    }
  }

  function begin(visit: Visit): Promise<Contents> {
    if (visit.contents !== undefined) return visit.contents
    underWay++
    const took = (entries: number): void => {
      visit.taken += entries
      entriesAhead += entries
    }
    visit.contents = readDirectory(fs, visit.directory, { ...reading, took }).finally(() => {
      underWay--
    })
    return visit.contents
  }
}

async function dispose({ spool }: Contents): Promise<void> {
  await spool?.[Symbol.asyncDispose]()
}
