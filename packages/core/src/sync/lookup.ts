import type { FsEntry, FsObject, Page } from '../fs/entry.js'
import { asFsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { listing } from '../tree/listing.js'
import { inParallel, objectAt } from '../tree/lookup.js'
import { join, type Pair } from './join.js'

export interface LookUpOptions {
  readonly signal: AbortSignal
  /** Files that are asked for at a time. */
  readonly width: number
}

/** Pairs the source's entries with what the destination has at their paths, by one `stat` each: it is not listed. */
export async function* lookUp(src: AsyncIterable<Page>, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  for await (const page of src) {
    yield* inSlices(page, options.width, async (entry) => {
      const canStand = entry.kind === 'object' || (entry.kind === 'directory' && dst.features.realDirectories)
      const found = canStand ? await entryAt(dst, entry.path, options.signal) : undefined
      return { path: entry.path, src: entry, ...(found && { dst: found }) }
    })
  }
}

/** Pairs what stands at these paths on both sides, and below those that are directories; what stands nowhere is left out. */
export async function* lookUpPaths(paths: readonly FsPath[], src: Fs, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  const { signal } = options
  const found = inSlices(paths, options.width, async (path) => {
    const [left, right] = await Promise.all([entryAt(src, path, signal), entryAt(dst, path, signal)])
    return { path, ...(left && { src: left }), ...(right && { dst: right }) }
  })
  for await (const page of found) {
    for (const pair of page) {
      const below = (fs: Fs, entry: FsEntry | undefined) => (entry?.kind === 'directory' ? listing(fs, entry.path, { signal }) : NOTHING)
      yield [pair]
      yield* join(below(src, pair.src), below(dst, pair.dst))
    }
  }
}

const NOTHING: AsyncIterable<Page> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}

/** Pairs one object with what stands at a path of another name. */
export async function* lookUpOne(src: FsObject, dst: Fs, path: FsPath, signal: AbortSignal): AsyncIterable<readonly Pair[]> {
  const found = await entryAt(dst, path, signal)
  yield [{ path, src, ...(found && { dst: found }) }]
}

/** The source alone, as if the destination had nothing. */
export async function* unpaired(src: AsyncIterable<Page>): AsyncIterable<readonly Pair[]> {
  for await (const page of src) yield page.map((entry) => ({ path: entry.path, src: entry }))
}

/** The pairs, with what a filter left out of the destination for its size, its age or its neighbours: it is there all the same. */
export async function* withLeftOut(pairs: AsyncIterable<readonly Pair[]>, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  const { signal, width } = options
  const completed = async (pair: Pair): Promise<Pair> => {
    const found = pair.src?.kind === 'object' && pair.dst === undefined ? await objectAt(dst, pair.path, signal) : undefined
    return found === undefined ? pair : { ...pair, dst: found }
  }
  for await (const page of pairs) yield await inParallel(page, completed, width)
}

async function* inSlices<Item>(items: readonly Item[], width: number, ask: (item: Item) => Promise<Pair>): AsyncIterable<readonly Pair[]> {
  for (let start = 0; start < items.length; start += width) yield await Promise.all(items.slice(start, start + width).map(ask))
}

async function entryAt(fs: Fs, path: FsPath, signal: AbortSignal): Promise<FsEntry | undefined> {
  try {
    return await fs.stat(path, { signal })
  } catch (error) {
    signal.throwIfAborted()
    if (isFsError(error, 'not-found')) return undefined
    if (isFsError(error, 'is-directory')) return { kind: 'directory', path }
    return { kind: 'unreadable', path, cause: asFsError(error, path) }
  }
}
