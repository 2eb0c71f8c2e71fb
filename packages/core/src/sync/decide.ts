import type { FsDirectory, FsObject } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { FsPath } from '../fs/path.js'
import type { Pair } from './join.js'
import type { Rules } from './rules.js'

export type CopyReason = 'missing' | 'size' | 'modTime' | 'hash'

/** What is to be done for one path. */
export type Action =
  /** Write the source to the destination. */
  | { readonly do: 'copy'; readonly path: FsPath; readonly src: FsObject; readonly dst?: FsObject; readonly why: CopyReason }
  /** Only the time differs: set it. */
  | { readonly do: 'touch'; readonly path: FsPath; readonly src: FsObject; readonly dst: FsObject; readonly time: bigint }
  /** A listing left a field out: stat these sides, then decide again. */
  | {
      readonly do: 'inspect'
      readonly path: FsPath
      readonly src: FsObject
      readonly dst: FsObject
      readonly sides: readonly ('src' | 'dst')[]
    }
  /** Only hashes can tell. When they agree do `ifSame`, else copy. */
  | { readonly do: 'compare'; readonly path: FsPath; readonly src: FsObject; readonly dst: FsObject; readonly ifSame: 'keep' | 'touch' }
  | { readonly do: 'delete'; readonly path: FsPath; readonly dst: FsObject | FsDirectory }
  | { readonly do: 'keep'; readonly path: FsPath }
  /** Nothing can be done: it is counted as an error, and no delete runs after it. */
  | { readonly do: 'refuse'; readonly path: FsPath; readonly why: 'unreadable' | 'clash'; readonly cause?: FsError }
  /** Of no interest: a directory that both sides may do without. */
  | { readonly do: 'pass'; readonly path: FsPath }

/** The action for one pair. Pure: where only asking or reading can tell, asking is the action. */
export function decide(pair: Pair, rules: Rules): Action {
  const { path, src, dst } = pair
  if (src?.kind === 'unreadable') return { do: 'refuse', path, why: 'unreadable', cause: src.cause }
  if (dst?.kind === 'unreadable') return { do: 'refuse', path, why: 'unreadable', cause: dst.cause }
  if (src === undefined) return dst === undefined ? { do: 'pass', path } : decideExtra(path, dst, rules)
  if (src.kind === 'directory') return { do: 'pass', path }
  if (rules.buckets && !path.includes('/')) return { do: 'refuse', path, why: 'clash', cause: besideBuckets(path) }
  if (dst === undefined) return { do: 'copy', path, src, why: 'missing' }
  if (dst.kind === 'directory') return { do: 'refuse', path, why: 'clash' }
  return decideObjects(src, dst, rules)
}

function besideBuckets(path: FsPath): FsError {
  return new FsError('invalid-path', 'a file cannot lie beside buckets: name a bucket as the destination', { path })
}

/** What is only at the destination. A directory that no service holds by itself goes with its last object. */
function decideExtra(path: FsPath, dst: FsObject | FsDirectory, rules: Rules): Action {
  if (dst.kind === 'directory' && !rules.realDirectories && dst.id === undefined) return { do: 'pass', path }
  return rules.deletes ? { do: 'delete', path, dst } : { do: 'pass', path }
}

/** Two objects of one path. */
export function decideObjects(src: FsObject, dst: FsObject, rules: Rules): Action {
  const path = src.path
  if (src.size !== undefined && dst.size !== undefined && src.size !== dst.size) return { do: 'copy', path, src, dst, why: 'size' }
  switch (rules.compare) {
    case 'size':
      return { do: 'keep', path }
    case 'checksum':
      return rules.hash === undefined ? { do: 'keep', path } : { do: 'compare', path, src, dst, ifSame: 'keep' }
    case 'modTime':
      return decideByTime(src, dst, rules)
  }
}

function decideByTime(src: FsObject, dst: FsObject, rules: Rules): Action {
  const path = src.path
  if (rules.timeWindow === undefined) return { do: 'keep', path }
  if (src.modTime === undefined || dst.modTime === undefined) {
    const sides = (['src', 'dst'] as const).filter((side) => (side === 'src' ? src : dst).modTime === undefined)
    return { do: 'inspect', path, src, dst, sides }
  }
  const difference = src.modTime > dst.modTime ? src.modTime - dst.modTime : dst.modTime - src.modTime
  if (difference < rules.timeWindow) return { do: 'keep', path }
  if (rules.hash === undefined) return { do: 'copy', path, src, dst, why: 'modTime' }
  return { do: 'compare', path, src, dst, ifSame: 'touch' }
}

/** The action after the hashes of a `compare` are known; undefined is a hash that this object does not have. */
export function decideByHash(
  action: Extract<Action, { do: 'compare' }>,
  srcHash: string | undefined,
  dstHash: string | undefined,
  rules: Rules,
): Action {
  const { path, src, dst } = action
  const bothKnown = srcHash !== undefined && dstHash !== undefined
  if (bothKnown && srcHash !== dstHash) return { do: 'copy', path, src, dst, why: 'hash' }
  if (action.ifSame === 'keep') return { do: 'keep', path }
  if (!bothKnown || !rules.canSetModTime || src.modTime === undefined) return { do: 'copy', path, src, dst, why: 'modTime' }
  return { do: 'touch', path, src, dst, time: src.modTime }
}
