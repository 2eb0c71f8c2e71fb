import { type FsPath, isBelow, parentOf, ROOT } from '../fs/path.js'

/** The objects of a source that have others below their path: "a" beside "a/b", as a store of keys may have them. */
export interface Besides {
  /** Told of the source's objects in path order. */
  take(path: FsPath): void
  /** Whether the source itself has a file in the place of a directory there, or the reverse: one of the two cannot be copied. */
  concerns(path: FsPath): boolean
}

export function createBesides(): Besides {
  const found = new Set<FsPath>()
  /** Objects whose paths the current one begins with, the shortest first: in path order these lie together. */
  let open: FsPath[] = []
  return {
    take: (path) => {
      open = open.filter((above) => path.startsWith(above))
      for (const above of open) if (isBelow(path, above)) found.add(above)
      open.push(path)
    },
    concerns: (path) => {
      for (let place = path; place !== ROOT; place = parentOf(place)) if (found.has(place)) return true
      return false
    },
  }
}
