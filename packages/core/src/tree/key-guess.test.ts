import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePaths } from '../fs/order.js'
import { keyAhead } from './key-guess.js'

const stretchOf = (keys: readonly string[]) => ({ first: keys[0] ?? '', last: keys.at(-1) ?? '', samples: keys })

/** How many of the keys come after the stretch up to the guess, for each of those that would be right. */
const precision = (keys: readonly string[], length: number, share: number): number => {
  const guess = keyAhead(stretchOf(keys.slice(0, length)), keys[length - 1] ?? '', share) ?? ''
  return keys.filter((key, at) => at >= length && comparePaths(key, guess) <= 0).length / (length * share)
}

const range = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('a guess is about right', () => {
  const digests = range(100_000).map((at) => ((at * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0'))
  test.each<[string, readonly string[]]>([
    ['numbers with zeros before them', range(100_000).map((at) => `photos/img-${String(at).padStart(7, '0')}.jpg`)],
    ['digests', digests.sort()],
    [
      'days',
      range(100_000)
        .map((at) => `${new Date(at * 86_400_000).toISOString().slice(0, 10)}/log.gz`)
        .slice(0, 60_000),
    ],
    ['directories of the same', range(25_000).map((at) => `dir ${Math.floor(at / 2500)}/file ${String(at % 2500).padStart(5, '0')}`)],
  ])('of %s', (_name, keys) => {
    for (const share of [0.5, 1, 1.4]) {
      expect(precision(keys, 10_000, share)).toBeGreaterThan(0.3)
      expect(precision(keys, 10_000, share)).toBeLessThan(3)
    }
  })
})

test('beyond all keys with one beginning lies what comes after it, and beyond all keys nothing', () => {
  const keys = ['a/1', 'a/5', 'a/9']
  const guess = keyAhead(stretchOf(keys), 'a/9', 5) ?? ''
  expect(comparePaths(guess, 'a/\u{10ffff}')).toBeGreaterThanOrEqual(0)
  expect(keyAhead(stretchOf(['a', 'm', 'z']), 'z', 5)).toBeUndefined()
  expect(keyAhead(stretchOf(['a', 'a']), 'a', 1)).toBeUndefined()
})

test('it is well-formed text after where it was asked from, or not told, whatever the keys are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 2 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (keys, share) => {
        keys.sort(comparePaths)
        const from = keys.at(-1) ?? ''
        const guess = keyAhead(stretchOf(keys.slice(0, -1)), from, share)
        if (guess !== undefined) expect(guess.isWellFormed()).toBe(true)
      },
    ),
  )
})
