import type { FsEntry, FsObject, Page } from '../fs/entry.js'
import { isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { comparePaths, orderKey } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'
import { isBelow } from '../fs/path.js'

/** What stands at one path on the two sides; at least one of them is there. */
export interface Pair {
  readonly path: FsPath
  readonly src?: FsEntry
  readonly dst?: FsEntry
}

/** Merges two listings, both in path order, into pairs in path order. Reads one page of each side ahead, no more. */
export async function* joinListings(src: AsyncIterable<Page>, dst: AsyncIterable<Page>): AsyncIterable<readonly Pair[]> {
  await using left = cursor(src)
  await using right = cursor(dst)
  let pairs: Pair[] = []
  await Promise.all([left.fill(), right.fill()])
  for (;;) {
    if (left.isEmpty() || right.isEmpty()) {
      if (pairs.length > 0) yield pairs
      pairs = []
      await Promise.all([left.fill(), right.fill()])
    }
    const source = left.entry()
    const target = right.entry()
    if (source === undefined && target === undefined) break
    const step = source === undefined ? 1 : target === undefined ? -1 : comparePaths(orderKey(source), orderKey(target))
    if (step <= 0) left.next()
    if (step >= 0) right.next()
    pairs.push({
      path: (step <= 0 ? (source as FsEntry) : (target as FsEntry)).path,
      ...(step <= 0 && { src: source as FsEntry }),
      ...(step >= 0 && { dst: target as FsEntry }),
    })
  }
  if (pairs.length > 0) yield pairs
}

/** Pairs a few source objects with what the destination has at their paths, by one `stat` each: no listing is started. */
export async function* lookUp(sources: readonly FsObject[], dst: Fs, signal?: AbortSignal): AsyncIterable<readonly Pair[]> {
  for (const src of sources) {
    const found = await statOrNothing(dst, src.path, signal)
    yield [{ path: src.path, src, ...(found && { dst: found }) }]
  }
}

async function statOrNothing(fs: Fs, path: FsPath, signal: AbortSignal | undefined): Promise<FsEntry | undefined> {
  try {
    return await fs.stat(path, signal === undefined ? {} : { signal })
  } catch (error) {
    if (isFsError(error, 'not-found')) return undefined
    if (isFsError(error, 'is-directory')) return { kind: 'directory', path }
    throw error
  }
}

/** Marks off what lies at or below unreadable places as the pairs go by, in path order. */
export function createBlindSpots(): { take(pair: Pair): 'src' | 'dst' | undefined } {
  let src: FsPath | undefined
  let dst: FsPath | undefined
  return {
    take: (pair) => {
      if (pair.src?.kind === 'unreadable' && !covers(src, pair.path)) src = pair.path
      if (pair.dst?.kind === 'unreadable' && !covers(dst, pair.path)) dst = pair.path
      return covers(dst, pair.path) ? 'dst' : covers(src, pair.path) ? 'src' : undefined
    },
  }
}

function covers(place: FsPath | undefined, path: FsPath): boolean {
  return place !== undefined && (path === place || isBelow(path, place))
}

/** A place in a stream of pages. */
interface Cursor extends AsyncDisposable {
  entry(): FsEntry | undefined
  next(): void
  /** The page is used up: `fill` must be awaited before the next `entry`. */
  isEmpty(): boolean
  fill(): Promise<void>
}

function cursor(pages: AsyncIterable<Page>): Cursor {
  const iterator = pages[Symbol.asyncIterator]()
  let page: Page = []
  let at = 0
  let ended = false
  return {
    entry: () => page[at],
    next: () => {
      at++
    },
    isEmpty: () => !ended && at >= page.length,
    fill: async () => {
      while (!ended && at >= page.length) {
        const result = await iterator.next()
        ended = result.done === true
        page = ended ? [] : (result.value as Page)
        at = 0
      }
    },
    [Symbol.asyncDispose]: async () => {
      await iterator.return?.()
    },
  }
}
