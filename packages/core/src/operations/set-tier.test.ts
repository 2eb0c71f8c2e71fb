import { expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { setTiers } from './set-tier.js'

/** An Fs with storage classes that refuses the file "b". */
async function tiered(set: string[]): Promise<Fs> {
  return {
    ...(await memoryOf({ a: '', b: '', 'd/c': '' })),
    setTier: async (object, tier) => {
      if (object.path === 'b') throw new FsError('denied', 'no')
      set.push(`${object.path}: ${tier}`)
      return object
    },
  }
}

test('every file gets the tier; one that fails is counted, and the others go on', async () => {
  const [set, done, failed]: [string[], string[], string[]] = [[], [], []]
  const choices = { done: (path: string) => void done.push(path), failed: (path: string) => void failed.push(path) }
  expect(await setTiers(await tiered(set), 'COLD', choices)).toMatchObject({ failed: 1, firstError: { kind: 'denied' } })
  expect([set.toSorted(), done.toSorted(), failed]).toEqual([['a: COLD', 'd/c: COLD'], ['a', 'd/c'], ['b']])
})

test('a dry run tells, and sets nothing', async () => {
  const [set, done]: [string[], string[]] = [[], []]
  await setTiers(await tiered(set), 'COLD', { dryRun: true, done: (path) => void done.push(path), failed: () => {} })
  expect([set, done]).toEqual([[], ['a', 'b', 'd/c']])
})

test('without storage classes it is unsupported', async () => {
  await expect(setTiers(await memoryOf(), 'COLD', { done: () => {}, failed: () => {} })).rejects.toMatchObject({ kind: 'unsupported' })
})
