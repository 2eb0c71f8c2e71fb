import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePaths } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'
import { pruning, rangeWithin } from './key-range.js'

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '0', '\uffff', '\u{10000}'), minLength: 1, maxLength: 6 })
const keys = fc.uniqueArray(key, { maxLength: 20 }).map((all) => all.sort(comparePaths))

test('ranges that touch have each key once', () => {
  fc.assert(
    fc.property(keys, fc.constantFrom('', 'a/', 'b/'), fc.array(key, { maxLength: 4 }), (all, prefix, cuts) => {
      const limits = ['', ...cuts.map((cut) => `bucket/${cut}`).sort(comparePaths), undefined]
      const below = all.filter((each) => each.startsWith(prefix) && each !== prefix)
      const found = limits.slice(1).flatMap((upTo, index) => {
        const range = rangeWithin('bucket', prefix, { after: limits[index] ?? '', ...(upTo === undefined ? {} : { upTo }) })
        if (range === undefined) return []
        const { after, upTo: last } = range
        return below.filter(
          (each) => (after === undefined || comparePaths(each, after) > 0) && (last === undefined || comparePaths(each, last) <= 0),
        )
      })
      expect(found).toEqual(below)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['bucket/', 'bucket/k', { upTo: 'k' }],
  ['bucket/a', undefined, { after: 'a' }],
  ['bucket', 'buckeu', {}],
  ['buckeu', undefined, undefined],
  [undefined, 'buckes/z', undefined],
  ['bucket/\u{201b}/x', undefined, { after: '/x' }],
])('after %j, up to %j', (after, upTo, range) => {
  expect(rangeWithin('bucket', '', { ...(after !== undefined && { after }), ...(upTo !== undefined && { upTo }) })).toEqual(range)
})

test('nothing below a directory that is not entered is wanted; each is asked for once', () => {
  fc.assert(
    fc.property(keys, fc.array(fc.constantFrom('a', 'b', 'a/b', 'b-', 'a/a'), { maxLength: 3 }), (all, names) => {
      const legal = all.filter((each) => !each.startsWith('/') && !each.includes('//'))
      const refused = names.map((name) => `bucket/${name}`)
      const asked: string[] = []
      const pruned = pruning('bucket', '', (directory: FsPath) => {
        asked.push(directory)
        return !refused.includes(directory)
      })
      const wanted = legal.filter((each) => {
        const isWanted = pruned.isWanted(each)
        const skipped = pruned.skipped()
        if (!isWanted) expect(skipped !== undefined && comparePaths(skipped, each) > 0).toBe(true)
        return isWanted
      })
      expect(wanted).toEqual(
        legal.filter(
          (each) => !refused.some((directory) => `bucket/${each}`.startsWith(`${directory}/`) && `bucket/${each}` !== `${directory}/`),
        ),
      )
      expect(new Set(asked).size).toBe(asked.length)
    }),
    { numRuns: 1000 },
  )
})
