import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths } from '../../test/names.js'
import { comparePaths } from '../fs/order.js'
import { isBelow } from '../fs/path.js'
import { createBesides } from './besides.js'

test('concerns an object with others below it, and all that is below it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(paths, { maxLength: 30 }), (all) => {
      const besides = createBesides()
      for (const path of all.toSorted(comparePaths)) besides.take(path)
      for (const path of all) {
        const expected = all.some((other) => isBelow(other, path) || isBelow(path, other))
        expect(besides.concerns(path)).toBe(expected)
      }
    }),
    { numRuns: 300 },
  )
})
