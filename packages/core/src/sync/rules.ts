import type { Features } from '../fs/fs.js'
import { COMPUTED_HASHES, type HashName } from '../fs/hash.js'

/** How two objects of one path are told to be the same. */
export type Comparison = 'modTime' | 'size' | 'checksum'

/** What a person chose. */
export interface SyncChoices {
  /** Removes from the destination what the source does not have. */
  readonly deletes: boolean
  /** Lets a source that is empty empty the destination. */
  readonly forceDelete?: boolean
  readonly compare: Comparison
}

/** All that decisions depend on, settled once from the choices and the facts of both sides. */
export interface Rules extends SyncChoices {
  /** Nanoseconds: times that differ by less are the same. Undefined: one side keeps no times. */
  readonly timeWindow: bigint | undefined
  /** A hash that both sides have. */
  readonly hash: HashName | undefined
  readonly canSetModTime: boolean
  /** Directories of the destination stand by themselves and must be removed by themselves. */
  readonly realDirectories: boolean
  /** The destination is a list of buckets, where no file can lie. */
  readonly buckets: boolean
}

/** The rules for a sync of `choices` between two sides of these features. */
export function rulesFor(choices: SyncChoices, src: Features, dst: Features, canSetModTime: boolean): Rules {
  const precise = src.modTimePrecision !== undefined && dst.modTimePrecision !== undefined
  return {
    ...choices,
    timeWindow: precise ? larger(src.modTimePrecision, dst.modTimePrecision) : undefined,
    hash: commonHash(src, dst),
    canSetModTime,
    realDirectories: dst.realDirectories,
    buckets: dst.buckets,
  }
}

/** The first hash of the source that the destination has too, one that core can compute before others. */
export function commonHash(src: Features, dst: Features): HashName | undefined {
  const common = src.hashes.filter((name) => dst.hashes.includes(name))
  return common.find((name) => COMPUTED_HASHES.includes(name)) ?? common[0]
}

function larger(a: bigint | undefined, b: bigint | undefined): bigint {
  return (a ?? 0n) > (b ?? 0n) ? (a ?? 0n) : (b ?? 0n)
}
