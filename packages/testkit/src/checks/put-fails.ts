import assert from 'node:assert/strict'
import { type ByteSource, type Fs, FsError, fsPath } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { absent, fails } from '../expect.js'
import type { Scratch } from '../scratch.js'
import { atOnce, bytesOf, failing, misjudged } from '../sources.js'
import { pathsBelow, textAt, write } from '../tree.js'

export const putFailureChecks: readonly Check[] = [
  {
    name: 'put: a source that ends early',
    sentence: 'A source that ends early is a mismatch, and leaves the old object and no part of the new one.',
    appliesTo: always,
    run: async (scratch) => {
      for (const size of sizes(scratch)) {
        await leavesOld(scratch, () => misjudged(bytesOf(size), size + 1), 'mismatch')
        await leavesOld(scratch, () => misjudged(bytesOf(size), size + 2 * scratch.partSize), 'mismatch')
      }
      await leavesOld(scratch, () => atOnce(bytesOf(10), 11), 'mismatch')
    },
  },
  {
    name: 'put: a source that runs long',
    sentence: 'A source that runs long is a mismatch, and leaves the old object and no part of the new one.',
    appliesTo: always,
    run: async (scratch) => {
      for (const size of sizes(scratch).filter((size) => size > 0)) {
        await leavesOld(scratch, () => misjudged(bytesOf(size), size - 1), 'mismatch')
        await leavesOld(scratch, () => misjudged(bytesOf(size), 0), 'mismatch')
      }
      await leavesOld(scratch, () => atOnce(bytesOf(10), 9), 'mismatch')
    },
  },
  {
    name: 'put: a source that fails',
    sentence: 'A source that fails leaves the old object and no part of the new one.',
    appliesTo: always,
    run: async (scratch) => {
      const error = () => new FsError('unavailable', 'the source broke off')
      for (const size of sizes(scratch)) {
        await leavesOld(scratch, () => failing(bytesOf(size), error()), 'unavailable')
        await leavesOld(scratch, () => failing(bytesOf(size), error(), size), 'unavailable')
        await leavesOld(scratch, () => failing(bytesOf(size), error(), size + 10), 'unavailable')
      }
    },
  },
]

/** On both sides of what makes a backend go over to pieces. */
const sizes = ({ partSize }: Scratch): readonly number[] => [0, 100, partSize + 100]

async function leavesOld({ fs, leftovers }: Scratch, source: () => ByteSource, kind: 'mismatch' | 'unavailable'): Promise<void> {
  await write(fs, 'old', 'the old one')
  await fails(fs.put(fsPath('old'), source()), kind)
  await fails(fs.put(fsPath('new'), source()), kind)
  assert.equal(await textAt(fs, 'old'), 'the old one')
  await absent(fs, 'new')
  await onlyOld(fs)
  assert.deepEqual(await leftovers(), [], 'something is left behind')
}

async function onlyOld(fs: Fs): Promise<void> {
  assert.deepEqual(await pathsBelow(fs), ['old'])
}
