import type { FsEntry, Page } from '../../fs/entry.js'
import { comparePaths, orderKey } from '../../fs/order.js'
import { type FsPath, ROOT } from '../../fs/path.js'
import type { Spool, SpoolOptions } from '../../tree/spool.js'
import { createFoldedSpool, type Duplicate, type Folded, joinFolded } from './folded-join.js'
import { type Folding, foldedName, hasOneForm } from './folding.js'
import { pageCursor } from './page-cursor.js'
import { createShadows, type Shadow, type ShadowOptions } from './shadows.js'

/** What stands at one path, or under one name, on the two sides; at least one of them is there. */
export interface Pair extends Shadow {
  /** Where the destination has it, or is to have it. The source may spell it otherwise. */
  readonly path: FsPath
  readonly src?: FsEntry
  readonly dst?: FsEntry
}

export interface JoinOptions extends SpoolOptions {
  /** Which spellings count as one name; by default only the same one does. */
  readonly fold?: Folding
  readonly duplicate?: Duplicate
}

/**
 * Merges two listings, both in path order, into pairs. Where no spellings are folded, and as long as there is only one of a
 * name, the pairs are in path order, and no more than a page of each side is read ahead. Names with more than one Unicode form
 * come after all others; where case does not count the pairs are in the order of the folded names, once both listings have ended.
 */
export function join(src: AsyncIterable<Page>, dst: AsyncIterable<Page>, options: JoinOptions = {}): AsyncIterable<readonly Pair[]> {
  const { fold = NOTHING_FOLDED } = options
  if (fold.case) return joinByFoldedNames(src, dst, { ...options, fold })
  return fold.unicode ? joinFoldedLast(src, dst, { ...options, fold }) : shaded(joinListings(src, dst))
}

const NOTHING_FOLDED: Folding = { unicode: false, case: false }
const IGNORED: Duplicate = () => {}

async function* joinByFoldedNames(
  src: AsyncIterable<Page>,
  dst: AsyncIterable<Page>,
  options: JoinOptions & { readonly fold: Folding },
): AsyncIterable<readonly Pair[]> {
  const fold = foldedName(options.fold)
  await using left = createFoldedSpool(fold, options)
  await using right = createFoldedSpool(fold, options)
  await drainBoth([src, left], [dst, right])
  yield* joinFolded(left, right, fold, { duplicate: options.duplicate ?? IGNORED })
}

/** Reads both to their ends. When one fails the other ends with its page, and then this rejects. */
async function drainBoth(...sides: (readonly [from: AsyncIterable<Page>, into: Spool<Folded>])[]): Promise<void> {
  let hasFailed = false
  const drain = async (pages: AsyncIterable<Page>, into: Spool<Folded>): Promise<void> => {
    for await (const page of pages) {
      if (hasFailed) return
      await into.add(page.map((entry) => ({ entry })))
    }
  }
  const drained = sides.map(([from, into]) =>
    drain(from, into).catch((error: unknown) => {
      hasFailed = true
      throw error
    }),
  )
  for (const result of await Promise.allSettled(drained)) if (result.status === 'rejected') throw result.reason
}

async function* joinFoldedLast(
  src: AsyncIterable<Page>,
  dst: AsyncIterable<Page>,
  options: JoinOptions & { readonly fold: Folding },
): AsyncIterable<readonly Pair[]> {
  const fold = foldedName(options.fold)
  await using left = createFoldedSpool(fold, options)
  await using right = createFoldedSpool(fold, options)
  const clashes: Folded[] = []
  const clash: ShadowOptions['clash'] = ({ path }) => {
    for (const kind of ['object', 'directory'] as const) clashes.push({ entry: { kind, path }, isMark: true })
  }
  for await (const pairs of shaded(joinListings(withOneForm(src, left), withOneForm(dst, right)), { clash })) {
    if (clashes.length > 0) await left.add(clashes.splice(0))
    yield pairs
  }
  yield* joinFolded(left, right, fold, { duplicate: options.duplicate ?? IGNORED, apart: true })
}

/** The entries of which there is one form only. The others go to the spool, and so does what must be known of the places above them. */
async function* withOneForm(pages: AsyncIterable<Page>, others: Spool<Folded>): AsyncIterable<Page> {
  const passes = ({ path, kind }: FsEntry): boolean => kind !== 'unreadable' && hasOneForm(path)
  for await (const page of pages) {
    if (page.every(passes)) {
      yield page
      continue
    }
    const kept: FsEntry[] = []
    const aside: Folded[] = []
    for (const entry of page) {
      const isKept = hasOneForm(entry.path)
      if (isKept) kept.push(entry)
      if (!isKept) aside.push({ entry })
      else if (entry.kind === 'unreadable') aside.push({ entry, isMark: true })
    }
    await others.add(aside)
    yield kept
  }
}

/** The pairs, which are in order, with what lies over them. */
async function* shaded(pages: AsyncIterable<readonly Pair[]>, options: ShadowOptions = {}): AsyncIterable<readonly Pair[]> {
  const shadows = createShadows(options)
  for await (const page of pages) {
    yield page.map((pair) => {
      const shadow = shadows.take(pair.src, pair.dst)
      return shadow === undefined ? pair : { ...pair, ...shadow }
    })
  }
}

/** Merges two listings, both in path order, into pairs in path order. Reads one page of each side ahead, no more. */
export async function* joinListings(src: AsyncIterable<Page>, dst: AsyncIterable<Page>): AsyncIterable<readonly Pair[]> {
  await using left = pageCursor(src)
  await using right = pageCursor(dst)
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
    pairs.push(pairOf(step <= 0 ? source : undefined, step >= 0 ? target : undefined))
  }
  if (pairs.length > 0) yield pairs
}

function pairOf(src: FsEntry | undefined, dst: FsEntry | undefined): Pair {
  if (src === undefined) return dst === undefined ? { path: ROOT } : { path: dst.path, dst }
  return dst === undefined ? { path: src.path, src } : { path: src.path, src, dst }
}
