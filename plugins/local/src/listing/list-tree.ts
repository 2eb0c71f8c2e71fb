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
} from '@tranship/core/backend'
import { localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { type Located, locate } from '../names/locate.js'
import { deviceOf, locateDirectory } from '../status/directories.js'
import { type ScanOptions, scanDirectory, unreadable } from './scan-directory.js'

/** Entries on a page, of as many directories as it takes: so few that most are forgotten before V8 has to move them. */
const PAGE = 100

/** A directory that is being told. */
interface Level {
  readonly directory: Located
  readonly pages: Iterator<readonly FsEntry[], void, undefined>
  page: readonly FsEntry[]
  next: number
}

/**
 * Everything below a directory in path order, depth first. A directory that cannot be read is followed by an `unreadable` entry
 * in place of its content; when it is the first one, the listing fails.
 */
export async function* listTree(
  root: LocalRoot,
  path: FsPath,
  { signal, after, upTo, enter }: ListAllOptions = {},
): AsyncGenerator<Page, void, undefined> {
  await root.slices.next()
  signal?.throwIfAborted()
  const scanning: ScanOptions = { ...deviceOf(root), ...(after !== undefined && { wants: (key) => reachesBeyond(key, after) }) }
  const open = (directory: Located): Level => ({ directory, pages: scanDirectory(root, directory, scanning), page: [], next: 0 })
  const levels = [open(locateDirectory(root, path))]
  let told: FsEntry[] = []

  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const entry = level.page[level.next++]
    if (entry === undefined) {
      const pause = root.slices.next()
      if (pause !== undefined) await pause
      signal?.throwIfAborted()
      try {
        const { done, value } = level.pages.next()
        if (done) levels.pop()
        level.page = value ?? []
        level.next = 0
      } catch (error) {
        if (levels.length === 1) throw path === ROOT ? asRoot(error) : error
        told.push(unreadable(localError(error, level.directory)))
        levels.pop()
      }
      continue
    }
    const key = orderKey(entry)
    if (upTo !== undefined && comparePaths(key, upTo) > 0 && entry.kind !== 'unreadable') break
    if (after === undefined || comparePaths(key, after) > 0) told.push(entry)
    if (entry.kind === 'directory' && (enter?.(entry.path) ?? true)) levels.push(open(locate(root, entry.path)))
    if (told.length < PAGE) continue
    yield told
    signal?.throwIfAborted()
    told = []
  }
  if (told.length > 0) yield told
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
