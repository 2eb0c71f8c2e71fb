import type { FsDirectory, FsObject } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { type FsPath, joinPath, nameOf, parentOf } from '../../fs/path.js'
import type { Pair } from '../join/join.js'
import type { Action, CompareAction, CopyAction, CopyReason } from './action.js'
import { type Comparison, hasSuffix } from './choices.js'
import type { Rules } from './rules.js'

/** The action for one pair. Pure: where only asking or reading can tell, asking is the action. */
export function decide(pair: Pair, rules: Rules): Action {
  const { path, src, dst } = pair
  if (src?.kind === 'unreadable') return { do: 'refuse', path, why: 'unreadable', cause: src.cause }
  if (dst?.kind === 'unreadable') return { do: 'refuse', path, why: 'unreadable', cause: dst.cause }
  if (pair.blind !== undefined) return decideBlindly(pair, pair.blind)
  if (pair.underFile && !rules.objectBesideDirectory) return decideUnderFile(pair)
  if (src === undefined) return dst === undefined ? { do: 'pass', path } : decideExtra(path, dst, rules)
  if (src.kind === 'directory') return decideDirectory(path, src, dst, rules)
  if (rules.buckets && !path.includes('/')) return { do: 'refuse', path, why: 'clash', cause: besideBuckets(path) }
  if (rules.samePlace && src.path === path) return { do: 'keep', path, why: 'one-file' }
  if (dst === undefined) return { do: 'copy', path, src, why: 'missing' }
  if (dst.kind === 'directory') return { do: 'refuse', path, why: 'clash' }
  return decideObjects(src, dst, rules)
}

/** What lies below a place that could not be read is left as it is; what was to be written there is an error. */
function decideBlindly({ path, src }: Pair, side: 'src' | 'dst'): Action {
  if (side === 'src' || src?.kind !== 'object') return { do: 'pass', path }
  const cause = new FsError('unavailable', 'not copied: the destination could not be read there', { path, temporary: false })
  return { do: 'refuse', path, why: 'unreadable', cause }
}

/** The file above it wins; a directory is of no interest there. */
function decideUnderFile({ path, src }: Pair): Action {
  return src?.kind === 'object' ? { do: 'refuse', path, why: 'clash', cause: underFile(path) } : { do: 'pass', path }
}

function underFile(path: FsPath): FsError {
  return new FsError('already-exists', 'the source has a file in the place of a directory above it, and the destination cannot hold both', {
    path,
  })
}

function besideBuckets(path: FsPath): FsError {
  return new FsError('invalid-path', 'a file cannot lie beside buckets: name a bucket as the destination', { path })
}

/** What is only at the destination. A directory that no service holds by itself goes with its last object. */
function decideExtra(path: FsPath, dst: FsObject | FsDirectory, rules: Rules): Action {
  if (!rules.deletes || hasSuffix(path, rules)) return { do: 'pass', path }
  if (dst.kind === 'directory' && !rules.realDirectories && dst.id === undefined) return { do: 'pass', path }
  return { do: 'delete', path, dst }
}

/** Most directories come with what is in them. One that no service would hold by itself cannot be made. */
function decideDirectory(path: FsPath, src: FsDirectory, dst: FsObject | FsDirectory | undefined, rules: Rules): Action {
  const standsByItself = rules.realDirectories || (rules.buckets && !path.includes('/'))
  if (dst?.kind === 'object' || !rules.emptyDirectories || !standsByItself) return { do: 'pass', path }
  return dst === undefined ? { do: 'make', path, src } : { do: 'pass', path }
}

/** Two objects of one name. Where they are spelled differently, it is the destination's that is written. */
export function decideObjects(src: FsObject, dst: FsObject, rules: Rules): Action {
  if (rules.samePlace && src.path === dst.path) return { do: 'keep', path: dst.path, why: 'one-file' }
  if (rules.existing === 'skip') return { do: 'keep', path: dst.path, why: 'exists' }
  if (rules.existing === 'replace') return replace(src, dst, 'always', rules)
  return rules.update ? decideNewer(src, dst, rules) : decideDifference(src, dst, rules.compare, rules)
}

/** With `update` a file that is newer at the destination stays; one as old counts as the same if its size is. */
function decideNewer(src: FsObject, dst: FsObject, rules: Rules): Action {
  const missing = sidesWithoutTime(src, dst, rules)
  if (missing.length > 0) return { do: 'inspect', path: dst.path, src, dst, sides: missing }
  const newer = (timeOf(dst, rules) ?? 0n) - (timeOf(src, rules) ?? 0n)
  const window = rules.timeWindow ?? UPLOAD_STEP
  if (newer >= window) return { do: 'keep', path: dst.path, why: 'newer' }
  if (newer > -window) return decideDifference(src, dst, rules.compare === 'checksum' ? 'checksum' : 'size', rules)
  if (sizesDiffer(src, dst, rules)) return replace(src, dst, 'size', rules)
  return rules.compare === 'modTime' ? decideByTime(src, dst, rules) : decideDifference(src, dst, rules.compare, rules)
}

/** Nanoseconds: how exactly the time of an upload tells the age of a file, where that is all there is. */
const UPLOAD_STEP = 1_000_000_000n

function decideDifference(src: FsObject, dst: FsObject, compare: Comparison, rules: Rules): Action {
  if (sizesDiffer(src, dst, rules)) return replace(src, dst, 'size', rules)
  switch (compare) {
    case 'size':
      return same(src, dst, rules)
    case 'checksum':
      return rules.hash === undefined ? same(src, dst, rules) : { do: 'compare', path: dst.path, src, dst, ifSame: 'keep' }
    case 'modTime':
      return rules.timeWindow === undefined ? same(src, dst, rules) : decideByTime(src, dst, rules)
  }
}

function sizesDiffer(src: FsObject, dst: FsObject, rules: Rules): boolean {
  return rules.ignoreSize !== true && src.size !== undefined && dst.size !== undefined && src.size !== dst.size
}

function decideByTime(src: FsObject, dst: FsObject, rules: Rules): Action {
  const missing = sidesWithoutTime(src, dst, rules)
  if (missing.length > 0) return { do: 'inspect', path: dst.path, src, dst, sides: missing }
  const [left, right] = [timeOf(src, rules) as bigint, timeOf(dst, rules) as bigint]
  const difference = left > right ? left - right : right - left
  if (difference < (rules.timeWindow ?? UPLOAD_STEP)) return same(src, dst, rules)
  if (rules.hash === undefined) return replace(src, dst, 'modTime', rules)
  return { do: 'compare', path: dst.path, src, dst, ifSame: 'touch' }
}

/** The time that decides: the service's own where that was chosen, or where a side keeps no other. */
function timeOf(object: FsObject, { serverModTime = false, timeWindow }: Rules): bigint | undefined {
  if (serverModTime) return object.lastModified ?? object.modTime
  return object.modTime ?? (timeWindow === undefined ? object.lastModified : undefined)
}

function sidesWithoutTime(src: FsObject, dst: FsObject, rules: Rules): ('src' | 'dst')[] {
  return (['src', 'dst'] as const).filter((side) => timeOf(side === 'src' ? src : dst, rules) === undefined)
}

/** The action after the hashes of a `compare` are known; undefined is a hash that this object does not have. */
export function decideByHash(action: CompareAction, srcHash: string | undefined, dstHash: string | undefined, rules: Rules): Action {
  const { path, src, dst } = action
  const bothKnown = srcHash !== undefined && dstHash !== undefined
  if (bothKnown && srcHash !== dstHash) return replace(src, dst, 'hash', rules)
  if (action.ifSame === 'keep') return same(src, dst, rules)
  if (!bothKnown) return replace(src, dst, 'modTime', rules)
  if (rules.updateModTime === false) return same(src, dst, rules)
  if (!rules.canSetModTime || src.modTime === undefined || rules.immutable) return replace(src, dst, 'modTime', rules)
  return { do: 'touch', path, src, dst, time: src.modTime }
}

function same(src: FsObject, dst: FsObject, rules: Rules): Action {
  if (rules.moves) return { do: 'drop', path: dst.path, src }
  const path = spelled(src, dst, rules)
  return path === dst.path ? { do: 'keep', path } : { do: 'rename', path, src, dst }
}

function replace(src: FsObject, dst: FsObject, why: CopyReason, rules: Rules): Action {
  if (rules.immutable) return { do: 'refuse', path: dst.path, why: 'immutable' }
  return { do: 'copy', path: spelled(src, dst, rules), src, dst, why } satisfies CopyAction
}

/** Where the file is to be: as the destination spells it, or with its own name as the source does. */
function spelled(src: FsObject, dst: FsObject, { fixCase = false }: Rules): FsPath {
  return fixCase ? joinPath(parentOf(dst.path), nameOf(src.path)) : dst.path
}
