import type { FsDirectory, FsEntry, Page } from '../fs/entry.js'
import { compareEntries } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'

/** Directories that a listing was told not to enter. */
export interface ClosedDirectories {
  /** As `enter`, and keeps in mind where it says no. */
  enter(directory: FsPath): boolean
  /**
   * Puts the closed directories in their places where the pages, in path order, do not have them: a flat listing tells of a
   * directory only by what is in it.
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
      for await (const page of pages) {
        if (closed.length === 0) {
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
            if (step < 0) complete.push(closed[next] as FsDirectory)
          }
          complete.push(entry)
        }
        closed = closed.slice(next)
        yield complete
      }
      if (closed.length > 0) yield closed.sort(compareEntries)
    },
  }
}
