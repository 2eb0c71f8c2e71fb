import { comparePaths, type Details, nameOf } from '@tranship/core'
import { NO_TIME } from './format.js'

/** Compares two entries of one directory. */
export type TreeOrder = (a: Details, b: Details) => number

const byName: TreeOrder = (a, b) => comparePaths(nameOf(a.entry.path), nameOf(b.entry.path))
const byTime: TreeOrder = (a, b) => compare(a.entry.modTime ?? NO_TIME, b.entry.modTime ?? NO_TIME)

/** The orders of `tree --sort`. Services tell of no other time than that of the last modification. */
export const TREE_ORDERS = {
  name: byName,
  version: (a, b) => compareVersions(nameOf(a.entry.path), nameOf(b.entry.path)),
  size: (a, b) => compare(a.entry.size ?? -1, b.entry.size ?? -1),
  mtime: byTime,
  ctime: byTime,
  'directories-first': (a, b) => compare(a.entry.kind, b.entry.kind),
} satisfies Record<string, TreeOrder>

/** What the order leaves open is ordered by name, reversed or not. */
export function treeOrder(name: keyof typeof TREE_ORDERS, isReversed: boolean): TreeOrder {
  const order: TreeOrder = TREE_ORDERS[name]
  return (a, b) => (isReversed ? order(b, a) : order(a, b)) || byName(a, b)
}

function compare<Value extends number | bigint | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Numbers within the names count as numbers: "v9" comes before "v10". */
function compareVersions(a: string, b: string): number {
  const [left, right] = [runs(a), runs(b)]
  for (const [at, run] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    const areNumbers = /^\d/.test(run) && /^\d/.test(other)
    const difference = areNumbers ? compare(BigInt(run), BigInt(other)) : compare(run, other)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function runs(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? []
}
