import type { FsEntry } from '../../fs/entry.js'
import { type FsPath, joinPath } from '../../fs/path.js'

/** Both sides of one name. */
export interface Match<Entry extends FsEntry = FsEntry> {
  readonly src?: Entry
  readonly dst?: Entry
}

export interface Matches<Entry extends FsEntry> {
  readonly matches: readonly Match<Entry>[]
  /** What another entry of its side stands for. */
  readonly others: { readonly src: readonly Entry[]; readonly dst: readonly Entry[] }
}

/**
 * Pairs the spellings of one name that the two sides have: the same ones with each other; if there are none the first of the
 * source with the first of the destination. What is left over where both sides have the name has another one to stand for it,
 * and so have all but the first of the source where the destination has none.
 */
export function matchSpellings<Entry extends FsEntry>(srcs: readonly Entry[], dsts: readonly Entry[]): Matches<Entry> {
  const src = srcs[0]
  const dst = dsts[0]
  if (src === undefined) return { matches: dsts.map((extra) => ({ dst: extra })), others: { src: [], dst: [] } }
  if (dst === undefined) return { matches: [{ src }], others: { src: srcs.slice(1), dst: [] } }
  const same = sameSpellings(srcs, dsts)
  const matches = same.length > 0 ? same : [{ src, dst }]
  return { matches, others: { src: unmatched(srcs, matches, 'src'), dst: unmatched(dsts, matches, 'dst') } }
}

/** The same where spellings are names of their own: each has a partner, or is told by itself. */
export function matchNames<Entry extends FsEntry>(srcs: readonly Entry[], dsts: readonly Entry[]): readonly Match<Entry>[] {
  const same = sameSpellings(srcs, dsts)
  const [leftSrc, leftDst] = [unmatched(srcs, same, 'src'), unmatched(dsts, same, 'dst')]
  const others = Array.from({ length: Math.max(leftSrc.length, leftDst.length) }, (_, at) => matchOf(leftSrc[at], leftDst[at]))
  return [...same, ...others]
}

function matchOf<Entry extends FsEntry>(src: Entry | undefined, dst: Entry | undefined): Match<Entry> {
  if (src === undefined) return dst === undefined ? {} : { dst }
  return dst === undefined ? { src } : { src, dst }
}

function sameSpellings<Entry extends FsEntry>(srcs: readonly Entry[], dsts: readonly Entry[]): Match<Entry>[] {
  return srcs.flatMap((src) => dsts.filter(({ path }) => path === src.path).map((dst) => ({ src, dst })))
}

function unmatched<Entry extends FsEntry>(entries: readonly Entry[], matches: readonly Match<Entry>[], side: 'src' | 'dst'): Entry[] {
  return entries.filter((entry) => !matches.some((match) => match[side] === entry))
}

/** How the destination spells the directories above the current place, in a join by folded names. */
export interface DirectorySpellings {
  /** Told of all directories of one name that the destination has, before of what is in them. */
  enter(key: string, directories: readonly FsPath[]): void
  /** Where a file or directory of the source belongs: in the directory that the destination has, under whatever spelling. */
  placeOf(key: string, path: FsPath): FsPath
}

export function createDirectorySpellings(): DirectorySpellings {
  const open: { readonly key: string; readonly paths: readonly FsPath[] }[] = []
  const leave = (key: string): void => {
    for (let last = open.at(-1); last !== undefined && !key.startsWith(last.key); last = open.at(-1)) open.pop()
  }
  return {
    enter: (key, paths) => {
      leave(key)
      if (paths.length > 0) open.push({ key, paths })
    },
    placeOf: (key, path) => {
      leave(key)
      const above = open.at(-1)
      const [first] = above?.paths ?? []
      if (above === undefined || first === undefined || above.paths.some((known) => path.startsWith(`${known}/`))) return path
      return joinPath(first, path.split('/').slice(first.split('/').length).join('/'))
    },
  }
}
