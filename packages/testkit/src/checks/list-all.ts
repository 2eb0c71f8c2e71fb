import assert from 'node:assert/strict'
import { comparePaths, type Fs, type FsPath, fsPath, isBelow, orderKey, parentOf, ROOT } from '@tranship/core'
import { needs } from '../applies.js'
import type { Check } from '../check.js'
import { everything, keysOf, write } from '../tree.js'

const TREE = ['a!', 'a-/x', 'a/b/c', 'a/b/d', 'a/e', 'a0', 'b/f', 'c', 'd/\uff61', 'd/\u{10000}']

export const listAllChecks: readonly Check[] = [
  {
    name: 'listAll: the whole tree',
    sentence: 'listAll tells everything below a directory: the same as listing directory by directory.',
    appliesTo: needs('listAll'),
    run: async ({ fs }) => {
      await plant(fs)
      if (fs.features.realDirectories) await fs.mkdir(fsPath('empty/in it'))
      const objects = (await everything(fs)).filter((entry) => entry.kind === 'object')
      assert.deepEqual(objects.map(orderKey), TREE.toSorted(comparePaths))
      assert.deepEqual((await everything(fs, fsPath('a'))).filter((entry) => entry.kind === 'object').map(orderKey), [
        'a/b/c',
        'a/b/d',
        'a/e',
      ])
    },
  },
  {
    name: 'listAll: after and upTo',
    sentence: 'listAll tells only what sorts after `after` and up to `upTo`, both order keys.',
    appliesTo: needs('listAll'),
    run: async ({ fs }) => {
      await plant(fs)
      const whole = await listed(fs, {})
      const limits = ['', 'a', 'a/', 'a/b', 'a/b/', 'a/b/c', 'a/c', 'a0', 'b/', 'd/\uff61', 'zz', ...whole]
      for (const limit of new Set(limits)) {
        assert.deepEqual(
          await listed(fs, { after: limit }),
          whole.filter((key) => comparePaths(key, limit) > 0),
          `after ${JSON.stringify(limit)}`,
        )
        assert.deepEqual(
          await listed(fs, { upTo: limit }),
          whole.filter((key) => comparePaths(key, limit) <= 0),
          `up to ${JSON.stringify(limit)}`,
        )
      }
      const between = await listed(fs, { after: 'a/b/c', upTo: 'c' })
      assert.deepEqual(
        between,
        whole.filter((key) => comparePaths(key, 'a/b/c') > 0 && comparePaths(key, 'c') <= 0),
      )
    },
  },
  {
    name: 'listAll: after and upTo below a directory',
    sentence: 'listAll tells only what sorts after `after` and up to `upTo`, both order keys.',
    appliesTo: needs('listAll'),
    run: async ({ fs }) => {
      await plant(fs)
      assert.deepEqual(
        (await listed(fs, { after: 'a/b/c' }, fsPath('a'))).filter((key) => !key.endsWith('/')),
        ['a/b/d', 'a/e'],
      )
      assert.deepEqual(
        (await listed(fs, { upTo: 'a/b/c' }, fsPath('a'))).filter((key) => !key.endsWith('/')),
        ['a/b/c'],
      )
      assert.deepEqual(await listed(fs, { after: 'b' }, fsPath('a')), [])
    },
  },
  {
    name: 'listAll: enter',
    sentence: '`enter` is asked once for each directory; where it says no, nothing below is told.',
    appliesTo: needs('listAll'),
    run: async ({ fs }) => {
      await plant(fs)
      const whole = await listed(fs, {})
      const refused = ['a/b', 'd'].map(fsPath)
      const asked: FsPath[] = []
      const enter = (directory: FsPath): boolean => {
        asked.push(directory)
        return !refused.includes(directory)
      }
      const told = await listed(fs, { enter })
      const isKept = (key: string) => !refused.some((directory) => isBelow(fsPath(key.replace(/\/$/, '')), directory))
      assert.deepEqual(told, whole.filter(isKept))
      assert.deepEqual(asked.sort(), directoriesOf(TREE))
    },
  },
]

async function plant(fs: Fs): Promise<void> {
  for (const path of TREE) await write(fs, path, 'x')
}

async function listed(
  fs: Fs,
  options: { after?: string; upTo?: string; enter?(directory: FsPath): boolean },
  directory = ROOT,
): Promise<string[]> {
  const keys = await keysOf(fs.listAll?.(directory, options) ?? fs.list(directory))
  return fs.features.listingOrder === 'path' ? keys : keys.sort(comparePaths)
}

function directoriesOf(paths: readonly string[]): string[] {
  const found = new Set<string>()
  for (const path of paths) for (let above = parentOf(fsPath(path)); above !== ROOT; above = parentOf(above)) found.add(above)
  return [...found].sort()
}
