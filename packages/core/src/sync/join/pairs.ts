import type { Filter } from '../../filter/filter.js'
import type { FsDirectory, FsObject, Page } from '../../fs/entry.js'
import { isFsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { type FsPath, ROOT } from '../../fs/path.js'
import { withUniqueNames } from '../../tree/duplicates.js'
import { downTo } from '../../tree/entered.js'
import { listing } from '../../tree/listing.js'
import { withListings } from '../../tree/relisted.js'
import type { SpoolOptions } from '../../tree/spool.js'
import type { Folding } from './folding.js'
import { join, type Pair } from './join.js'
import { type LookUpOptions, lookUp, lookUpOne, lookUpPaths, unpaired, withLeftOut } from './lookup.js'

/** What of the source is to be dealt with. */
export interface Scope {
  /** Only these objects of the source: the destination is asked for each, not listed. */
  readonly only?: readonly FsObject[]
  /** The one object of `only` goes to this path. */
  readonly to?: FsPath
  /** Only these paths, of both sides; of a directory all that is below it. */
  readonly paths?: readonly FsPath[]
  /** How what the destination has is found out; by default it is listed. */
  readonly destination?: 'listed' | 'asked' | 'unseen'
  /** What of both sides is of interest; all else is left as it is. */
  readonly filter?: Filter
  /** The filter is for the source alone: what it leaves out of the destination counts as extra. */
  readonly deleteExcluded?: boolean
  /** Directories below this many levels are left as they are. */
  readonly maxDepth?: number
}

export interface PairOptions extends SpoolOptions {
  readonly signal: AbortSignal
  /** Directories that are listed ahead, and files that are asked for, at a time. */
  readonly width: number
  /** Which spellings count as one name. */
  readonly fold: Folding
  /** Told of an entry that another one of its name stands for. */
  duplicate(side: 'src' | 'dst', entry: FsObject | FsDirectory): void
  /** Told once a listing, if there is no such directory. */
  destinationMissing(): void
  /** Told when a side broke the order that it promised and all is listed again: what was found so far does not count. */
  again(): Promise<void>
}

/** Has `pass` take what stands at each path on the two sides; once more, when a side must be listed again. */
export async function forPairs(
  src: Fs,
  dst: Fs,
  scope: Scope,
  options: PairOptions,
  pass: (pairs: AsyncIterable<readonly Pair[]>) => Promise<void>,
): Promise<void> {
  const { signal, width, scratch, fold, duplicate, again } = options
  if (scope.only !== undefined) return pass(pairsOf(scope.only, scope, dst, { signal, width }))
  if (scope.paths !== undefined) return pass(lookUpPaths(scope.paths, src, dst, { signal, width }))
  const listed = (fs: Fs, side: 'src' | 'dst', order: 'none' | undefined) => {
    const filter = side === 'dst' && scope.deleteExcluded ? undefined : scope.filter
    const limits = { ...(filter && { filter }), ...downTo(scope.maxDepth), ...(scratch && { scratch }) }
    const pages = listing(fs, ROOT, { signal, readAhead: width, order, ...limits })
    return withUniqueNames(pages, fs.features, (entry) => duplicate(side, entry))
  }
  const sides = {
    src: (order: 'none' | undefined) => listed(src, 'src', order),
    dst: (order: 'none' | undefined) => orNothing(listed(dst, 'dst', order), options.destinationMissing),
    again,
  }
  return withListings(sides, (left, right) => {
    switch (scope.destination ?? 'listed') {
      case 'listed': {
        const pairs = join(left, right, { fold, ...(scratch && { scratch }), duplicate })
        const isWholeThere = scope.filter === undefined || scope.filter.judgesByPath || scope.deleteExcluded === true
        return pass(isWholeThere ? pairs : withLeftOut(pairs, dst, { signal, width }))
      }
      case 'asked':
        return pass(lookUp(left, dst, { signal, width }))
      case 'unseen':
        return pass(unpaired(left))
    }
  })
}

/** Objects of the source and what the destination has for them, if it is looked at. */
function pairsOf(only: readonly FsObject[], { to, destination }: Scope, dst: Fs, options: LookUpOptions): AsyncIterable<readonly Pair[]> {
  const [first] = only
  if (destination === 'unseen') return unpaired(onePage(only), to)
  return to === undefined || first === undefined ? lookUp(onePage(only), dst, options) : lookUpOne(first, dst, to, options.signal)
}

async function* onePage(page: Page): AsyncIterable<Page> {
  yield page
}

/** The pages; none when the directory is not there. */
async function* orNothing(pages: AsyncIterable<Page>, missing: () => void): AsyncIterable<Page> {
  let begun = false
  try {
    for await (const page of pages) {
      begun = true
      yield page
    }
  } catch (error) {
    if (begun || !isFsError(error, 'not-found')) throw error
    missing()
  }
}
