import type { FsDirectory, FsEntry, FsObject } from '../../fs/entry.js'
import { comparePaths, orderKey } from '../../fs/order.js'
import type { FsPath } from '../../fs/path.js'
import { entryPacking } from '../../tree/entry-packing.js'
import type { Packing } from '../../tree/packing.js'
import { PAGE_SIZE } from '../../tree/page.js'
import { createSpoolOf, type Spool, type SpoolOptions } from '../../tree/spool.js'
import type { Pair } from './join.js'
import { type PageCursor, pageCursor } from './page-cursor.js'
import { createShadows, type Shadows } from './shadows.js'
import { createDirectorySpellings, type DirectorySpellings, type Match, matchNames, matchSpellings } from './spellings.js'

/** An entry that is joined by its folded name. */
export interface Folded {
  readonly entry: FsEntry
  /** It was dealt with before, and is here for what it says of the places below it. */
  readonly isMark?: true
}

/** Told of a file that another one of its side stands for, as both are spellings of one name. */
export type Duplicate = (side: 'src' | 'dst', object: FsObject) => void

export interface FoldedJoinOptions {
  readonly duplicate: Duplicate
  /** Spellings that fold alike are names of their own: they only find each other where they have no partner of just their name. */
  readonly apart?: boolean
}

/** Holds one side of a join until it is sorted by folded names. */
export function createFoldedSpool(fold: (path: string) => string, options: SpoolOptions): Spool<Folded> {
  const packing: Packing<Folded> = {
    write: ({ entry, isMark }, to) => {
      to.byte(isMark ? 1 : 0)
      entryPacking.write(entry, to)
    },
    read: (from) => (from.byte() === 1 ? { isMark: true, entry: entryPacking.read(from) } : { entry: entryPacking.read(from) }),
  }
  return createSpoolOf<Folded>({ packing, key: ({ entry }) => fold(orderKey(entry)) }, options)
}

/** Joins two sides by their folded names; what a pair's `path` says is where the destination has it, or is to have it. */
export async function* joinFolded(
  src: Spool<Folded>,
  dst: Spool<Folded>,
  fold: (path: string) => string,
  { duplicate, apart = false }: FoldedJoinOptions,
): AsyncIterable<readonly Pair[]> {
  await using left = pageCursor(src.inOrder())
  await using right = pageCursor(dst.inOrder())
  const name: Naming = { shadows: createShadows({ fold, apart }), spellings: createDirectorySpellings(), duplicate, apart }
  const keyOf = ({ entry }: Folded): string => fold(orderKey(entry))
  let pairs: Pair[] = []
  for (;;) {
    if (left.isEmpty() || right.isEmpty()) await Promise.all([left.fill(), right.fill()])
    const [source, target] = [left.entry(), right.entry()]
    if (source === undefined && target === undefined) break
    const key = lower(source && keyOf(source), target && keyOf(target))
    const group = { src: await taken(left, key, keyOf), dst: await taken(right, key, keyOf) }
    for (const pair of key.endsWith('/') || key === '' ? directoryPairs(key, group, name) : objectPairs(key, group, name)) pairs.push(pair)
    if (pairs.length >= PAGE_SIZE) {
      yield pairs
      pairs = []
    }
  }
  if (pairs.length > 0) yield pairs
}

interface Group {
  readonly src: readonly Folded[]
  readonly dst: readonly Folded[]
}

interface Naming {
  readonly shadows: Shadows
  readonly spellings: DirectorySpellings
  readonly duplicate: Duplicate
  readonly apart: boolean
}

function lower(a: string | undefined, b: string | undefined): string {
  if (a === undefined || b === undefined) return a ?? b ?? ''
  return comparePaths(a, b) <= 0 ? a : b
}

/** All entries of one key. */
async function taken(cursor: PageCursor<Folded>, key: string, keyOf: (folded: Folded) => string): Promise<readonly Folded[]> {
  const group: Folded[] = []
  for (;;) {
    if (cursor.isEmpty()) await cursor.fill()
    const folded = cursor.entry()
    if (folded === undefined || keyOf(folded) !== key) return group
    group.push(folded)
    cursor.next()
  }
}

function* objectPairs(key: string, group: Group, { shadows, spellings, duplicate, apart }: Naming): Iterable<Pair> {
  const [srcs, dsts] = [toldOf(group.src, isObject), toldOf(group.dst, isObject)]
  const { matches, others } = apart ? { matches: matchNames(srcs, dsts), others: NONE } : matchSpellings(srcs, dsts)
  for (const side of ['src', 'dst'] as const) for (const object of others[side]) duplicate(side, object)
  takeMarks(group, isObject, shadows)
  for (const { src, dst } of matches) yield pairOf(dst?.path ?? spellings.placeOf(key, (src as FsObject).path), src, dst, shadows)
}

const NONE = { src: [], dst: [] }

/** What is unreadable comes first. Spellings of one directory are no duplicates: each file in them is dealt with by itself. */
function* directoryPairs(key: string, group: Group, { shadows, spellings, apart }: Naming): Iterable<Pair> {
  for (const side of ['src', 'dst'] as const) yield* unreadablePairs(side, group[side], shadows)
  const dsts = toldOf(group.dst, isDirectory)
  takeMarks(group, isDirectory, shadows)
  for (const { src, dst } of matchDirectories(toldOf(group.src, isDirectory), dsts, apart)) {
    yield pairOf(dst?.path ?? spellings.placeOf(key, (src as FsDirectory).path), src, dst, shadows)
  }
  spellings.enter(
    key,
    dsts.map(({ path }) => path),
  )
}

function matchDirectories(srcs: readonly FsDirectory[], dsts: readonly FsDirectory[], apart: boolean): readonly Match<FsDirectory>[] {
  if (apart) return matchNames(srcs, dsts)
  const { matches, others } = matchSpellings(srcs, dsts)
  return dsts.length === 0 ? [...matches, ...others.src.map((src) => ({ src }))] : matches
}

function* unreadablePairs(side: 'src' | 'dst', entries: readonly Folded[], shadows: Shadows): Iterable<Pair> {
  for (const { entry, isMark } of entries) {
    if (entry.kind !== 'unreadable') continue
    const shadow = side === 'src' ? shadows.take(entry, undefined) : shadows.take(undefined, entry)
    if (!isMark) yield { path: entry.path, [side]: entry, ...shadow }
  }
}

function toldOf<Entry extends FsEntry>(side: readonly Folded[], isWanted: (entry: FsEntry) => entry is Entry): Entry[] {
  return side.flatMap(({ entry, isMark }) => (!isMark && isWanted(entry) ? [entry] : []))
}

function takeMarks({ src }: Group, isWanted: (entry: FsEntry) => boolean, shadows: Shadows): void {
  for (const { entry, isMark } of src) if (isMark && isWanted(entry)) shadows.take(entry, undefined)
}

function pairOf(path: FsPath, src: FsEntry | undefined, dst: FsEntry | undefined, shadows: Shadows): Pair {
  return { path, ...(src && { src }), ...(dst && { dst }), ...shadows.take(src, dst) }
}

function isObject(entry: FsEntry): entry is FsObject {
  return entry.kind === 'object'
}

function isDirectory(entry: FsEntry): entry is FsDirectory {
  return entry.kind === 'directory'
}
