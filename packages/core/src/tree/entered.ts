import type { FsEntry, Page } from '../fs/entry.js'
import { type FsPath, isBelow } from '../fs/path.js'

/** What of the pages, in path order and each directory before what is in it, lies in directories that may be entered. */
export async function* entered(pages: AsyncIterable<Page>, enter: (directory: FsPath) => boolean): AsyncIterable<Page> {
  let closed: FsPath | undefined
  const isTold = ({ kind, path }: FsEntry): boolean => {
    if (closed !== undefined && isBelow(path, closed)) return false
    if (kind === 'directory' && !enter(path)) closed = path
    return true
  }
  for await (const page of pages) yield page.filter(isTold)
}
