import { expect, test } from 'vitest'
import { memoryOf } from '../../../test/memory.js'
import type { Features, Fs } from '../../fs/fs.js'
import type { HashName } from '../../fs/hash.js'
import { rulesFor } from './rules.js'

const features = (modTimePrecision: bigint | undefined, hashes: readonly HashName[] = [], realDirectories = true): Features => ({
  modTimePrecision,
  hashes,
  caseSensitive: true,
  listingOrder: 'path',
  buckets: false,
  realDirectories,
  objectBesideDirectory: false,
  duplicates: false,
  mimeTypes: false,
  conditions: [],
})

/** An Fs of these features; it cannot set times if so told. */
async function side(facts: Features, canSetModTime = true): Promise<Fs> {
  const { setModTime, ...fs } = await memoryOf()
  return { ...fs, ...(canSetModTime && setModTime && { setModTime }), features: facts }
}

test.each([
  [1n, 1n, 1n],
  [1n, 1_000_000_000n, 1_000_000_000n],
  [2_000_000_000n, 100n, 2_000_000_000n],
  [undefined, 1n, undefined],
  [1n, undefined, undefined],
  [undefined, undefined, undefined],
])('times of steps %s and %s are the same within %s', async (src, dst, window) => {
  const rules = rulesFor({ deletes: true, compare: 'modTime' }, await side(features(src)), await side(features(dst)))
  expect(rules.timeWindow).toBe(window)
})

test('a window that was chosen is as wide at least, and the time of the service is a second wide', async () => {
  const [exact, none] = [await side(features(100n)), await side(features(undefined))]
  const chosen = { deletes: true, compare: 'modTime', modifyWindow: 2_000n } as const
  expect(rulesFor(chosen, exact, exact).timeWindow).toBe(2_000n)
  expect(rulesFor({ ...chosen, modifyWindow: 1n }, exact, exact).timeWindow).toBe(100n)
  expect(rulesFor({ ...chosen, serverModTime: true }, exact, none).timeWindow).toBe(1_000_000_000n)
})

test('the rest is as chosen, and as the destination is', async () => {
  const choices = { deletes: false, forceDelete: true, compare: 'size' } as const
  expect(rulesFor(choices, await side(features(1n, ['md5'], true)), await side(features(1n, ['md5'], false), false))).toEqual({
    ...choices,
    timeWindow: 1n,
    hash: 'md5',
    canSetModTime: false,
    realDirectories: false,
    buckets: false,
    objectBesideDirectory: false,
    samePlace: false,
  })
})

test('one place on both sides is known as such', async () => {
  const fs = await memoryOf()
  expect(rulesFor({ deletes: false, compare: 'size' }, fs, fs).samePlace).toBe(true)
})
