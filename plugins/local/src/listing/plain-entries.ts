import { type FsEntry, type FsPath, joinPath } from '@tranship/core/backend'
import type { PlainDirectory } from './plain-directory.js'

/** Entries that are made in one go, which takes less than a millisecond. */
const PAGE = 1000

/** What is in a directory, page by page. */
export function* plainEntries(directory: FsPath, content: PlainDirectory): Generator<readonly FsEntry[], void, undefined> {
  const { text, sizes, times } = content
  const words = text.split('/')
  for (let start = 0; start < sizes.length; start += PAGE) {
    const page: FsEntry[] = []
    for (let at = start; at < Math.min(sizes.length, start + PAGE); at++) {
      const path = joinPath(directory, words[2 * at] as string)
      const version = words[2 * at + 1] as string
      const modTime = times[at] as bigint
      page.push(
        version === '' ? { kind: 'directory', path, modTime } : { kind: 'object', path, size: sizes[at] as number, modTime, version },
      )
    }
    yield page
  }
}
