import type { Details, FsPath } from '@tranship/core'
import { expect, test } from 'vitest'
import { type TREE_ORDERS, treeOrder } from './tree-order.js'

function entry(path: string, size: number, modTime: bigint): Details {
  const isDirectory = path.endsWith('/')
  const common = { path: path.replace(/\/$/, '') as FsPath, modTime, ...(isDirectory ? {} : { size }) }
  return { entry: { kind: isDirectory ? 'directory' : 'object', ...common }, hashes: {}, failedHashes: [] }
}

const ENTRIES = [
  entry('d/', -1, 5n),
  entry('v10', 2, 1n),
  entry('v9', 2, 9n),
  entry('a', 7, 3n),
  entry('\u{1f600}', 0, 2n),
  entry('\uffee', 0, 2n),
]

test.each<[keyof typeof TREE_ORDERS, boolean, string]>([
  ['name', false, 'a d v10 v9 \uffee \u{1f600}'],
  ['name', true, '\u{1f600} \uffee v9 v10 d a'],
  ['version', false, 'a d v9 v10 \u{1f600} \uffee'],
  ['size', false, 'd \uffee \u{1f600} v10 v9 a'],
  ['size', true, 'a v10 v9 \uffee \u{1f600} d'],
  ['mtime', false, 'v10 \uffee \u{1f600} a d v9'],
  ['directories-first', false, 'd a v10 v9 \uffee \u{1f600}'],
])('by %s, reversed: %s', (name, isReversed, names) => {
  expect(ENTRIES.toSorted(treeOrder(name, isReversed)).map(({ entry }) => entry.path)).toEqual(names.split(' '))
})
