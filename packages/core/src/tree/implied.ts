import type { FsEntry, Page } from '../fs/entry.js'
import { comparePaths, orderKey } from '../fs/order.js'
import { type FsPath, isBelow, parentOf } from '../fs/path.js'
import { createSpool, type SpoolOptions } from './spool.js'

/**
 * Puts in the directories that a flat listing only implies, each once and before what is in it. The pages are in path
 * order; `directory` itself is not told. `before` is what stood before them.
 */
export async function* withImpliedDirectories(pages: AsyncIterable<Page>, directory: FsPath, before?: FsEntry): AsyncIterable<Page> {
  let current = before === undefined ? directory : before.kind === 'directory' ? before.path : parentOf(before.path)
  for await (const page of pages) {
    const complete: FsEntry[] = []
    for (const entry of page) {
      if (entry.kind === 'unreadable' && entry.path === directory) {
        complete.push(entry)
        continue
      }
      const parent = parentOf(entry.path)
      if (parent !== current) {
        for (const missing of enteredBetween(current, parent, directory)) complete.push({ kind: 'directory', path: missing })
        current = parent
      }
      if (entry.kind === 'directory') current = entry.path
      complete.push(entry)
    }
    yield complete
  }
}

/** The directories on the way down to `to` that `from` was not in, the highest first. */
function enteredBetween(from: FsPath, to: FsPath, directory: FsPath): FsPath[] {
  const entered: FsPath[] = []
  for (let path = to; path !== directory && path !== from && !isBelow(from, path); path = parentOf(path)) entered.unshift(path)
  return entered
}

/** Entries of a flat listing that wait for their place in it. */
const MOST_HELD = 10_000

/**
 * Brings the entries of a flat listing that are shown under another name to their places. A name that is no legal path is
 * shown by one that sorts later than it did, so such an entry is held until its place comes; everything else passes as it is.
 * Where too many would have to be held, they and all that follows go to a spool.
 */
export async function* withEscapesInPlace(pages: AsyncIterable<Page>, options: SpoolOptions = {}): AsyncIterable<Page> {
  const held: FsEntry[] = []
  await using spool = createSpool(options)
  for await (const page of pages) {
    if (spool.size > 0) {
      await spool.add(page)
      continue
    }
    if (held.length === 0 && !page.some(mayBeRenamed)) {
      yield page
      continue
    }
    const placed: FsEntry[] = []
    for (const entry of page) {
      if (mayBeRenamed(entry)) {
        insert(held, entry)
        continue
      }
      const key = orderKey(entry)
      let due = 0
      while (due < held.length && comparePaths(orderKey(held[due] as FsEntry), key) < 0) due++
      if (due > 0) for (const ready of held.splice(0, due)) placed.push(ready)
      placed.push(entry)
    }
    yield placed
    if (held.length > MOST_HELD) await spool.add(held)
  }
  if (spool.size > 0) yield* spool.inOrder()
  else if (held.length > 0) yield held
}

/** Escaped, or refused because no escape can show its name. */
function mayBeRenamed(entry: FsEntry): boolean {
  return entry.kind === 'unreadable' || entry.path.includes('\u{201b}')
}

function insert(held: FsEntry[], entry: FsEntry): void {
  const key = orderKey(entry)
  let at = held.length
  while (at > 0 && comparePaths(orderKey(held[at - 1] as FsEntry), key) > 0) at--
  held.splice(at, 0, entry)
}
