import type { FsEntry, Page } from '../fs/entry.js'
import { type FsPath, isBelow } from '../fs/path.js'

/** Lets a listing enter directories only so many levels down. */
export function downTo(levels: number | undefined): { enter?(directory: FsPath): boolean } {
  return levels === undefined ? {} : { enter: (directory) => levelOf(directory) < levels }
}

/** Of what lies in the root it is 1. */
export function levelOf(path: FsPath): number {
  return path === '' ? 0 : path.split('/').length
}

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
