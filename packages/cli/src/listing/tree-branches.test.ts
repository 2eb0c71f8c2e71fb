import { bytesSource, createFixedLimiter, everything, type Fs, FsError, type FsPath, fsPath, plainContext, ROOT } from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { treeOrder } from '../ui/tree-order.js'
import { type BranchOptions, branchesOf, totalOf, visits } from './tree-branches.js'

async function filled(...paths: string[]): Promise<Fs> {
  const fs = await memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 })))
  for (const path of paths) await fs.put(fsPath(path), bytesSource(Buffer.from(path)))
  return fs
}

const OPTIONS: BranchOptions = {
  filter: everything,
  wanted: {},
  signal: new AbortController().signal,
  checkers: 1,
  depth: Number.POSITIVE_INFINITY,
  isShown: () => true,
  order: treeOrder('name', false),
  totals: false,
  failed: () => {},
}

/** Each path, with "└" where it is the last of its directory. */
async function drawn(fs: Fs, options: Partial<BranchOptions> = {}): Promise<string[]> {
  const told = await Array.fromAsync(visits(await branchesOf(fs, ROOT, 0, { ...OPTIONS, ...options })))
  return told.map(({ branch, isLast }) => `${isLast.map((last) => (last ? '└' : '│')).join('')} ${branch.details.entry.path}`)
}

test('a directory comes before what is in it, and stands where its name does', async () => {
  const fs = await filled('d/a', 'd/e/f', 'd.x/z', 'last')
  expect(await drawn(fs)).toEqual(['│ d', '││ d/a', '│└ d/e', '│└└ d/e/f', '│ d.x', '│└ d.x/z', '└ last'])
  expect(await drawn(fs, { depth: 1 })).toEqual(['│ d', '│ d.x', '└ last'])
})

test('totals are those of all below, as far as it is looked into', async () => {
  const fs = await filled('d/a', 'd/e/f', 'b')
  const all = await branchesOf(fs, ROOT, 0, { ...OPTIONS, totals: true })
  expect(all.map(({ total }) => total)).toEqual([
    { bytes: 1, isCut: false },
    { bytes: 8, isCut: false },
  ])
  expect(totalOf(await branchesOf(fs, ROOT, 0, { ...OPTIONS, totals: true, depth: 2 }))).toEqual({ bytes: 4, isCut: true })
})

test('a directory that cannot be listed is told of, and the rest is drawn', async () => {
  const fs = await filled('a/x', 'b/x')
  const failed: string[] = []
  const locked: Fs = {
    ...fs,
    list: async function* (directory, options) {
      if (directory === ('a' as FsPath)) throw new FsError('denied', 'locked')
      yield* fs.list(directory, options)
    },
  }
  expect(await drawn(locked, { failed: (path, { kind }) => void failed.push(`${path}: ${kind}`) })).toEqual(['│ a', '└ b', '└└ b/x'])
  expect(failed).toEqual(['a: denied'])
})
