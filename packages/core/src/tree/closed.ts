import type { FsDirectory, FsEntry, Page } from '../fs/entry.js'
import { compareEntries, comparePaths, orderKey } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'

/** Directories that a listing was told not to enter. */
export interface ClosedDirectories {
  /** As `enter`, and keeps in mind where it says no. */
  enter(directory: FsPath): boolean
  /**
   * Puts the closed directories in their places where the pages, in path order, do not have them: a flat listing tells of a
   * directory only by what is in it. Each is told once, also when it was asked for again, as ranges of keys do that meet in it.
   */
  toldIn(pages: AsyncIterable<Page>): AsyncIterable<Page>
}

export function closedDirectories(enter: (directory: FsPath) => boolean): ClosedDirectories {
  let closed: FsDirectory[] = []
  return {
    enter: (path) => {
      const isEntered = enter(path)
      if (!isEntered) closed.push({ kind: 'directory', path })
      return isEntered
    },
    toldIn: async function* (pages) {
      let told = ''
      const isTold = (directory: FsDirectory): boolean => comparePaths(orderKey(directory), told) <= 0
      const tell = (complete: FsEntry[], entry: FsEntry): void => {
        complete.push(entry)
        told = orderKey(entry)
      }
      for await (const page of pages) {
        const last = page.at(-1)
        if (closed.length === 0) {
          if (last !== undefined) told = orderKey(last)
          yield page
          continue
        }
        closed.sort(compareEntries)
        const complete: FsEntry[] = []
        let next = 0
        for (const entry of page) {
          for (; next < closed.length; next++) {
            const step = compareEntries(closed[next] as FsDirectory, entry)
            if (step > 0) break
            if (step < 0 && !isTold(closed[next] as FsDirectory)) tell(complete, closed[next] as FsDirectory)
          }
          tell(complete, entry)
        }
        closed = closed.slice(next)
        yield complete
      }
      const rest: FsEntry[] = []
      for (const directory of closed.sort(compareEntries)) if (!isTold(directory)) tell(rest, directory)
      if (rest.length > 0) yield rest
    },
  }
}
