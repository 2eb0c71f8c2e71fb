import type { Fs } from '../../fs/fs.js'
import type { HashName } from '../../fs/hash.js'
import type { SyncChoices } from './choices.js'
import { commonHashes } from './shared-hash.js'

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
  /** The destination can hold a file and a directory of one name. */
  readonly objectBesideDirectory: boolean
  /** Source and destination are one place: a path is the same file on both sides. */
  readonly samePlace: boolean
}

/** The rules for a sync of `choices` between two sides. */
export function rulesFor(choices: SyncChoices, src: Fs, dst: Fs): Rules {
  const precisions = [src.features, dst.features].map(({ modTimePrecision }) =>
    choices.serverModTime ? (modTimePrecision ?? SERVER_STEP) : modTimePrecision,
  )
  return {
    ...choices,
    timeWindow: precisions.reduce(larger, choices.modifyWindow ?? 1n),
    hash: commonHashes(src.features, dst.features)[0],
    canSetModTime: dst.setModTime !== undefined,
    realDirectories: dst.features.realDirectories,
    buckets: dst.features.buckets,
    objectBesideDirectory: dst.features.objectBesideDirectory,
    samePlace: src.place.realm === dst.place.realm && src.place.path === dst.place.path,
  }
}

/** Nanoseconds: how exactly a service tells when it took a file in, where it keeps no other time. */
const SERVER_STEP = 1_000_000_000n

/** The larger of two; undefined, which is no time at all, is larger than any. */
function larger(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || b === undefined ? undefined : a > b ? a : b
}
