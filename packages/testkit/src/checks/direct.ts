import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { type DirectSource, type Fs, type FsObject, isFsError } from '@tranship/core'
import { needs } from '../applies.js'
import type { Check } from '../check.js'
import { bytesOf } from '../sources.js'
import { sameBytes, write } from '../tree.js'

export const directChecks: readonly Check[] = [
  {
    name: 'direct: the bytes',
    sentence: 'direct gives ways to exactly the bytes of the object, or none.',
    appliesTo: needs('direct'),
    run: async ({ fs, partSize }) => {
      for (const size of [0, 1, 70_000, 2 * partSize + 1]) {
        const bytes = bytesOf(size)
        for (const read of await bytesBy(await direct(fs, await write(fs, 'file', bytes)))) sameBytes(read, bytes)
      }
    },
  },
  {
    name: 'direct: what has changed',
    sentence: 'direct rejects where the object is no longer the one that was listed, or what it gives does.',
    appliesTo: needs('direct'),
    run: async ({ fs, partSize }) => {
      for (const size of [10, 2 * partSize]) {
        const object = await write(fs, 'file', bytesOf(size))
        await write(fs, 'file', bytesOf(size + 1))
        const given = await direct(fs, object)
          .then(bytesBy)
          .catch((error: unknown) => {
            if (isFsError(error, 'precondition-failed') || isFsError(error, 'mismatch')) return []
            throw error
          })
        assert.equal(given.length, 0, 'bytes of another object are given')
      }
    },
  },
]

async function direct(fs: Fs, object: FsObject): Promise<DirectSource> {
  return (await fs.direct?.(object)) ?? {}
}

/** What each of the ways leads to. */
async function bytesBy({ whole, file }: DirectSource): Promise<Uint8Array[]> {
  return [...(whole ? [whole()] : []), ...(file === undefined ? [] : [await readFile(file)])]
}
