import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { comparePaths, orderKey } from '../fs/order.js'
import { type FsPath, isBelow, parentOf, pathProblem } from '../fs/path.js'
import { shownPath } from '../fs/stored-name.js'
import { orderBroken } from './relisted.js'

/** How far below a directory its listing goes: one level, or the whole tree. */
export type Depth = 'level' | 'tree'

/**
 * Lets through only what is a path below `directory`: a name is not a path because a service says so. Another name becomes
 * an `unreadable` entry that tells the name, at the nearest path that can be shown.
 */
export async function* legalNames(pages: AsyncIterable<Page>, directory: FsPath, depth: Depth): AsyncIterable<Page> {
  const isLegal = (entry: FsEntry): boolean =>
    pathProblem(entry.path) === undefined &&
    (belongs(entry.path, directory, depth) || (entry.kind === 'unreadable' && entry.path === directory))
  for await (const page of pages) {
    yield page.every(isLegal) ? page : page.map((entry) => (isLegal(entry) ? entry : refused(entry, directory, depth)))
  }
}

/**
 * Fails with `unexpected` at the first entry that is out of path order, or is told twice where names are unique. `before` is what
 * stood before the pages.
 */
export async function* guardOrder(pages: AsyncIterable<Page>, duplicates: boolean, before?: FsEntry): AsyncIterable<Page> {
  let last = before && orderKey(before)
  let lastKind = before?.kind
  for await (const page of pages) {
    for (const entry of page) {
      const key = orderKey(entry)
      const step = last === undefined ? 1 : comparePaths(key, last)
      const isRepeated = step === 0 && !duplicates && entry.kind !== 'unreadable' && lastKind !== 'unreadable'
      if (step < 0 || isRepeated) {
        const how = step < 0 ? 'out of order' : 'twice'
        const message = `the listing has ${JSON.stringify(entry.path)} ${how}, after ${JSON.stringify(last)}`
        const error = new FsError('unexpected', message, { path: entry.path })
        throw step < 0 ? orderBroken(error) : error
      }
      last = key
      lastKind = entry.kind
    }
    yield page
  }
}

function belongs(path: FsPath, directory: FsPath, depth: Depth): boolean {
  return isBelow(path, directory) && (depth === 'tree' || parentOf(path) === directory)
}

function refused(entry: FsEntry, directory: FsPath, depth: Depth): FsEntry {
  const problem = pathProblem(entry.path) ?? `it is not in the directory ${JSON.stringify(directory)} that was listed`
  const cause = new FsError('invalid-path', `the name ${JSON.stringify(entry.path)} is refused: ${problem}`, { path: entry.path })
  return { kind: 'unreadable', path: nearest(entry.path, directory, depth), cause }
}

/** The path that can be shown for a name that cannot; the directory itself for a name from elsewhere. */
function nearest(name: string, directory: FsPath, depth: Depth): FsPath {
  let shown = shownPath(name.toWellFormed().replaceAll('\0', '\u2400'))
  if (shown === undefined || !isBelow(shown, directory)) return directory
  while (!belongs(shown, directory, depth)) shown = parentOf(shown)
  return shown
}
