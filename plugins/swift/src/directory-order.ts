import { comparePaths, type FsDirectory, type FsEntry, orderKey } from '@tranship/core/backend'

/** Brings the directories of a listing to their places. */
export interface Placing {
  /** The next entries in the order of their names. Gives those whose place has come. */
  place(entries: readonly FsEntry[]): FsEntry[]
  /** The directories that were still held at the end. */
  rest(): FsEntry[]
}

/**
 * An object "d" that stands for a directory is listed before "d!" and "d/x", but a directory sorts as "d/": it is held back
 * until then. A directory that is told twice, by a marker and by what is in it, is given once.
 */
export function createPlacing(): Placing {
  let held: FsDirectory[] = []
  let latest = ''

  const release = (into: FsEntry[], limit: string | undefined): void => {
    while (held[0] !== undefined && (limit === undefined || comparePaths(orderKey(held[0]), limit) <= 0))
      give(into, held.shift() as FsDirectory)
  }
  const give = (into: FsEntry[], entry: FsEntry): void => {
    const key = orderKey(entry)
    if (entry.kind === 'directory' && key === latest) return
    if (entry.kind === 'directory') latest = key
    into.push(entry)
  }
  return {
    place: (entries) => {
      const placed: FsEntry[] = []
      for (const entry of entries) {
        const isEarly = entry.kind === 'directory' && entry.id !== undefined && !entry.id.endsWith('/')
        if (isEarly) {
          release(placed, entry.path)
          held = [...held, entry].sort((a, b) => comparePaths(orderKey(a), orderKey(b)))
        } else {
          release(placed, orderKey(entry))
          give(placed, entry)
        }
      }
      return placed
    },
    rest: () => {
      const placed: FsEntry[] = []
      release(placed, undefined)
      return placed
    },
  }
}
