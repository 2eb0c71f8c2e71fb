import type { FsEntry } from './entry.js'

/** The text by which an entry sorts: its path, a directory's with a "/" at the end. The root's is "". */
export function orderKey(entry: FsEntry): string {
  return entry.kind === 'object' || entry.path === '' ? entry.path : `${entry.path}/`
}

/**
 * Compares two order keys by their UTF-8 bytes: the order of S3, GCS and Swift, and the only one in Tranship.
 * JavaScript's `<` compares UTF-16 units and disagrees (U+FF61 against U+10000). Negative, zero or positive.
 */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return byteRank(left) - byteRank(right)
  }
  return a.length - b.length
}

/** Compares two entries of one listing by their order keys. */
export function compareEntries(a: FsEntry, b: FsEntry): number {
  return comparePaths(orderKey(a), orderKey(b))
}

/** Moves the surrogates above the rest of the basic plane, where UTF-8 has what they encode. */
function byteRank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
