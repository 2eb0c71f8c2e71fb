import {
  comparePaths,
  type FsEntry,
  FsError,
  type FsPath,
  isFsError,
  type ListAllOptions,
  orderKey,
  type Page,
  ROOT,
  untilAborted,
} from '@tranship/core/backend'
import { localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { isPlainRoot, type Located, locate } from '../names/locate.js'
import { deviceOf, locateDirectory } from '../status/directories.js'
import { plainEntries } from './plain-entries.js'
import type { ReadAhead } from './read-ahead.js'
import { type ScanOptions, scanDirectory, unreadable } from './scan-directory.js'

/** Entries on a page, of as many directories as it takes: so few that most are forgotten before V8 has to move them. */
const PAGE = 100

/** What a thread has read: entries, and milliseconds that they took. */
interface Reading {
  entries: number
  time: number
}

/** How many other threads are to read ahead, at the price of some fifty milliseconds of a processor each. */
export type Help = (read: Readonly<Reading>) => number

/** Milliseconds by the entry above which a disk or a network is waited for, and not the processor, even where others are at work on it. */
const SLOW = 0.1

const HELP: Help = ({ entries, time }) => {
  const isSlow = time / entries > SLOW
  if (time < (isSlow ? 100 : 500)) return 0
  return isSlow ? 8 : 1
}

/** Directories of one level that are read ahead of the one that is being told. */
const AHEAD = 16

/** A directory that is being told. */
interface Level {
  readonly directory: Located
  pages: Pages | Promise<Pages>
  page: readonly FsEntry[]
  next: number
  /** From where on the page has directories that were not asked for. */
  unasked: number
  /** Directories in it that were asked for, and not entered. */
  asked: number
}

type Pages = Iterator<readonly FsEntry[], void, undefined>

/**
 * Everything below a directory in path order, depth first. A directory that cannot be read is followed by an `unreadable` entry
 * in place of its content; when it is the first one, the listing fails.
 */
export async function* listTree(
  root: LocalRoot,
  path: FsPath,
  options: ListAllOptions = {},
  help: Help = HELP,
): AsyncGenerator<Page, void, undefined> {
  const { signal, after, upTo, enter } = options
  await root.slices.next()
  signal?.throwIfAborted()
  const scanning: ScanOptions = { ...deviceOf(root), ...(after !== undefined && { wants: (key) => reachesBeyond(key, after) }) }
  const levels: Level[] = []
  const mayHelp = isHelpful(root, options)
  let ahead: ReadAhead | undefined
  const read: Reading = { entries: 0, time: 0 }
  let told: FsEntry[] = []
  begin(locateDirectory(root, path))

  try {
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const entry = level.page[level.next++]
      if (entry === undefined) {
        const pause = root.slices.next()
        if (pause !== undefined) await pause
        signal?.throwIfAborted()
        try {
          if (level.pages instanceof Promise) level.pages = await untilAborted(level.pages, signal)
          turnPage(level, level.pages)
        } catch (error) {
          signal?.throwIfAborted()
          if (levels.length === 1) throw path === ROOT ? asRoot(error) : error
          told.push(unreadable(localError(error, level.directory)))
          levels.pop()
        }
        const threads = ahead === undefined && mayHelp ? help(read) : 0
        if (threads > 0 && levels.some(hasDirectories)) ahead = await startHelp(threads)
        continue
      }
      const key = orderKey(entry)
      if (upTo !== undefined && comparePaths(key, upTo) > 0 && entry.kind !== 'unreadable') break
      if (after === undefined || comparePaths(key, after) > 0) told.push(entry)
      if (entry.kind === 'directory' && isEntered(entry.path)) {
        if (ahead?.has(entry.path)) level.asked--
        begin(locate(root, entry.path))
      }
      if (told.length < PAGE) continue
      yield told
      signal?.throwIfAborted()
      told = []
    }
    if (told.length > 0) yield told
  } finally {
    ahead?.close()
  }

  function isEntered(directory: FsPath): boolean {
    return ahead?.has(directory) || enter === undefined || enter(directory)
  }

  function begin(directory: Located): void {
    const scan = (): Pages => scanDirectory(root, directory, scanning)
    const asked = ahead?.take(directory.path)
    const pages = asked?.then((content) => (content === undefined ? scan() : plainEntries(directory.path, content))) ?? scan()
    levels.push({ directory, pages, page: [], next: 0, unasked: 0, asked: 0 })
    askAhead()
  }

  function turnPage(level: Level, pages: Pages): void {
    const begun = performance.now()
    const { done, value } = pages.next()
    if (done) levels.pop()
    level.page = value ?? []
    level.next = 0
    level.unasked = 0
    read.time += performance.now() - begun
    read.entries += level.page.length
    askAhead()
  }

  async function startHelp(threads: number): Promise<ReadAhead> {
    const { startReadAhead } = await import('./read-ahead.js')
    return startReadAhead(threads, (error) => root.log('debug', `no thread reads ahead: ${error.message}`))
  }

  /** Asks for the next directories of each level, those that the listing comes to first before the others. */
  function askAhead(): void {
    if (ahead === undefined) return
    for (let at = levels.length - 1; at >= 0; at--) {
      const level = levels[at] as Level
      level.unasked = Math.max(level.unasked, level.next)
      while (level.asked < AHEAD && level.unasked < level.page.length) {
        const entry = level.page[level.unasked] as FsEntry
        if (entry.kind === 'directory' && isEntered(entry.path)) {
          const { native } = locate(root, entry.path)
          if (typeof native === 'string') {
            if (!ahead.ask(entry.path, native)) return
            level.asked++
          }
        }
        level.unasked++
      }
    }
  }
}

/** Whether its page has directories that are still to be told. */
function hasDirectories({ page, next }: Level): boolean {
  for (let at = next; at < page.length; at++) if (page[at]?.kind === 'directory') return true
  return false
}

/** Whether what another thread tells of a directory is all that is asked. */
function isHelpful(root: LocalRoot, { after, upTo }: ListAllOptions): boolean {
  const { one_file_system: isConfined, time_type: time } = root.options
  return isPlainRoot(root) && root.links !== 'follow' && !isConfined && time === 'mtime' && after === undefined && upTo === undefined
}

/** A file in the place of the root is no missing directory: nothing can be made there. */
function asRoot(error: unknown): unknown {
  if (!isFsError(error, 'not-found') || (error.cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOTDIR') return error
  return new FsError('already-exists', error.message, { cause: error })
}

/** Whether an entry of this order key, or something below it, sorts after `after`. */
function reachesBeyond(key: string, after: string): boolean {
  return comparePaths(key, after) > 0 || (key.endsWith('/') && after.startsWith(key))
}
