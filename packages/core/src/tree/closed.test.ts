import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flat, walked } from '../../test/flat.js'
import { entriesOf, memoryOf, trees } from '../../test/memory.js'
import { orderKey } from '../fs/order.js'
import { type FsPath, parentOf, ROOT } from '../fs/path.js'
import { listing } from './listing.js'

test('a directory that is not entered is told, once and in its place, also by a listing that knows no directories', async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.integer({ min: 1, max: 5 }), fc.func(fc.boolean()), async (tree, pageSize, enters) => {
      const fs = await memoryOf(tree.files)
      const enter = (directory: FsPath) => enters(directory)
      const keysOf = async (side: typeof fs) => (await entriesOf(listing(side, ROOT, { enter }))).map(orderKey)
      const byWalk = await keysOf(walked(fs))
      for (const side of [fs, flat(fs, { pageSize }), flat(fs, { pageSize, shuffled: (entries) => entries.toReversed() })]) {
        expect(await keysOf(side)).toEqual(byWalk)
      }
      const parents = byWalk.map((key) => parentOf(key.replace(/\/$/, '') as FsPath))
      expect(parents.filter((directory) => directory !== ROOT && !enters(directory))).toEqual([])
    }),
  )
})
