import type { FsEntry, FsObject, Page } from '../../fs/entry.js'
import type { Fs } from '../../fs/fs.js'
import type { FsPath } from '../../fs/path.js'
import { listing } from '../../tree/listing.js'
import { entryAt, inParallel, objectAt } from '../../tree/lookup.js'
import { join, type Pair } from './join.js'

export interface LookUpOptions {
  readonly signal: AbortSignal
  /** Files that are asked for at a time. */
  readonly width: number
}

/** Pairs the source's entries with what the destination has at their paths, by one `stat` each: it is not listed. */
export async function* lookUp(src: AsyncIterable<Page>, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  for await (const page of src) {
    const ask = async (entry: FsEntry): Promise<Pair> => {
      const canStand = entry.kind === 'object' || (entry.kind === 'directory' && dst.features.realDirectories)
      const found = canStand ? await entryAt(dst, entry.path, options.signal) : undefined
      return { path: entry.path, src: entry, ...(found && { dst: found }) }
    }
    yield await inParallel(page, ask, options.width)
  }
}

/** Pairs what stands at these paths on both sides, and below those that are directories; what stands nowhere is left out. */
export async function* lookUpPaths(paths: readonly FsPath[], src: Fs, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  const { signal, width } = options
  const ask = async (path: FsPath): Promise<Pair> => {
    const [left, right] = await Promise.all([entryAt(src, path, signal), entryAt(dst, path, signal)])
    return { path, ...(left && { src: left }), ...(right && { dst: right }) }
  }
  const below = (fs: Fs, entry: FsEntry | undefined) => (entry?.kind === 'directory' ? listing(fs, entry.path, { signal }) : NOTHING)
  for (let at = 0; at < paths.length; at += LOOKED_UP) {
    for (const pair of await inParallel(paths.slice(at, at + LOOKED_UP), ask, width)) {
      yield [pair]
      yield* join(below(src, pair.src), below(dst, pair.dst))
    }
  }
}

/** How many paths are looked up before the first of them is told. */
const LOOKED_UP = 256

const NOTHING: AsyncIterable<Page> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}

/** Pairs one object with what stands at a path of another name. */
export async function* lookUpOne(src: FsObject, dst: Fs, path: FsPath, signal: AbortSignal): AsyncIterable<readonly Pair[]> {
  const found = await entryAt(dst, path, signal)
  yield [{ path, src, ...(found && { dst: found }) }]
}

/** The source alone, as if the destination had nothing; its one entry is for the path `to`. */
export async function* unpaired(src: AsyncIterable<Page>, to?: FsPath): AsyncIterable<readonly Pair[]> {
  for await (const page of src) yield page.map((entry) => ({ path: to ?? entry.path, src: entry }))
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
