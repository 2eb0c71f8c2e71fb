import type { FsEntry, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { comparePaths, orderKey } from '../fs/order.js'
import { type FsPath, isBelow, pathProblem } from '../fs/path.js'
import { shownPath } from '../fs/stored-name.js'

/**
 * Lets through only what is a path below `directory`: a name is not a path because a service says so. Another name becomes
 * an `unreadable` entry that tells the name, at the nearest path that can be shown.
 */
export async function* legalNames(pages: AsyncIterable<Page>, directory: FsPath): AsyncIterable<Page> {
  for await (const page of pages) {
    yield page.every((entry) => isLegal(entry, directory))
      ? page
      : page.map((entry) => (isLegal(entry, directory) ? entry : refused(entry, directory)))
  }
}

/** Fails with `unexpected` at the first entry that is out of path order, or is told twice where names are unique. */
export async function* guardOrder(pages: AsyncIterable<Page>, duplicates: boolean): AsyncIterable<Page> {
  let last: string | undefined
  for await (const page of pages) {
    for (const entry of page) {
      const key = orderKey(entry)
      const step = last === undefined ? 1 : comparePaths(key, last)
      if (step < 0 || (step === 0 && !duplicates && entry.kind !== 'unreadable')) {
        const how = step < 0 ? 'out of order' : 'twice'
        throw new FsError('unexpected', `the listing has ${JSON.stringify(entry.path)} ${how}, after ${JSON.stringify(last)}`, {
          path: entry.path,
        })
      }
      last = key
    }
    yield page
  }
}

function isLegal(entry: FsEntry, directory: FsPath): boolean {
  return (
    pathProblem(entry.path) === undefined && (isBelow(entry.path, directory) || (entry.kind === 'unreadable' && entry.path === directory))
  )
}

function refused(entry: FsEntry, directory: FsPath): FsEntry {
  const problem = pathProblem(entry.path) ?? `it is not below ${JSON.stringify(directory)}`
  const cause = new FsError('invalid-path', `the name ${JSON.stringify(entry.path)} is refused: ${problem}`, { path: entry.path })
  const shown = shownPath(entry.path.toWellFormed().replaceAll('\0', '\u2400'))
  return { kind: 'unreadable', path: shown !== undefined && isBelow(shown, directory) ? shown : directory, cause }
}
