import type { FsEntry, FsObject, Page } from '../fs/entry.js'
import { asFsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'

export interface LookupOptions {
  readonly signal?: AbortSignal
  /** How many paths are asked about at a time. */
  readonly checkers?: number
}

/** How many paths are looked up for one page. */
const LOOKED_UP = 256

/**
 * The objects at these paths, in the order of the paths, each looked up by `stat`: nothing is listed. Where no object is,
 * nothing is told; a path that cannot be asked about is `unreadable`.
 */
export async function* lookup(fs: Fs, paths: readonly FsPath[], options: LookupOptions = {}): AsyncIterable<Page> {
  for (let at = 0; at < paths.length; at += LOOKED_UP) {
    const found = await inParallel(paths.slice(at, at + LOOKED_UP), (path) => objectAt(fs, path, options.signal), options.checkers)
    yield found.filter((entry) => entry !== undefined)
  }
}

/** The page with the objects that `asks` picks looked up again, in their places; what is gone meanwhile is left out. */
export async function refreshed(fs: Fs, page: Page, asks: (object: FsObject) => boolean, options: LookupOptions = {}): Promise<Page> {
  if (!page.some((entry) => entry.kind === 'object' && asks(entry))) return page
  const ask = async (entry: FsEntry) => (entry.kind === 'object' && asks(entry) ? completedObject(fs, entry, options.signal) : entry)
  return (await inParallel(page, ask, options.checkers)).filter((entry) => entry !== undefined)
}

/** A listed object with what only a stat tells; undefined where it is gone, `unreadable` when it cannot be asked about. */
function completedObject(fs: Fs, listed: FsObject, signal: AbortSignal | undefined): Promise<FsEntry | undefined> {
  return foundAt(listed.path, () => fs.stat(listed.path, { listed, ...(signal && { signal }) }), signal)
}

/** The object at a path, looked up; undefined where none is, `unreadable` when it cannot be asked about. */
export function objectAt(fs: Fs, path: FsPath, signal?: AbortSignal): Promise<FsEntry | undefined> {
  return foundAt(path, () => fs.stat(path, signal === undefined ? {} : { signal }), signal)
}

/** What stands at a path, looked up: an object, or a directory. Else as `objectAt`. */
export async function entryAt(fs: Fs, path: FsPath, signal?: AbortSignal): Promise<FsEntry | undefined> {
  try {
    return await fs.stat(path, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (isFsError(error, 'not-found')) return undefined
    if (isFsError(error, 'is-directory')) return { kind: 'directory', path }
    return { kind: 'unreadable', path, cause: asFsError(error, path) }
  }
}

/** What `ask` finds at a path; undefined where it says that no object is, `unreadable` when it fails. */
export async function foundAt(path: FsPath, ask: () => Promise<FsEntry | undefined>, signal?: AbortSignal): Promise<FsEntry | undefined> {
  try {
    return await ask()
  } catch (error) {
    signal?.throwIfAborted()
    if (isFsError(error) && (error.kind === 'not-found' || error.kind === 'is-directory')) return undefined
    return { kind: 'unreadable', path, cause: asFsError(error, path) }
  }
}

/** The results of `work` on each item, in the order of the items, a bounded number under way. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  width = 8,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at] as Item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}
