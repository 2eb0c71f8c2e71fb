import type { FsObject } from '../fs/entry.js'
import type { DuplicateFiles } from './duplicates.js'

/** What is to become of duplicate files. */
export type Resolution =
  /** The others are deleted. */
  | { readonly keep: FsObject }
  /** Each gets a name of its own: file-1.jpg, file-2.jpg. */
  | 'rename'
  | 'skip'
  /** As `skip`, without a word. */
  | 'leave'
  /** Nothing more is done. */
  | 'quit'

/** The ways of dedupe that ask nobody. */
export type ResolvingMode = 'skip' | 'first' | 'newest' | 'oldest' | 'largest' | 'smallest' | 'rename'

const RESOLUTIONS: Record<ResolvingMode, (objects: readonly FsObject[]) => Resolution> = {
  skip: () => 'skip',
  rename: () => 'rename',
  first: (objects) => keepLeast(objects, () => 0n),
  newest: (objects) => keepLeast(objects, (object) => -timeOf(object)),
  oldest: (objects) => keepLeast(objects, timeOf),
  largest: (objects) => keepLeast(objects, (object) => -sizeOf(object)),
  smallest: (objects) => keepLeast(objects, sizeOf),
}

/** What a mode makes of duplicates; of several that are as new or as large the first one stays. */
export function resolutionOf(mode: ResolvingMode): (duplicates: DuplicateFiles) => Resolution {
  return ({ objects }) => RESOLUTIONS[mode](objects)
}

function keepLeast(objects: readonly FsObject[], rank: (object: FsObject) => bigint): Resolution {
  return { keep: objects.reduce((least, object) => (rank(object) < rank(least) ? object : least)) }
}

/** A file without a time counts as the oldest. */
function timeOf({ modTime, lastModified }: FsObject): bigint {
  return modTime ?? lastModified ?? -(2n ** 64n)
}

function sizeOf({ size = -1 }: FsObject): bigint {
  return BigInt(size)
}
