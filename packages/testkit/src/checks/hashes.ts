import assert from 'node:assert/strict'
import { type Fs, type FsObject, fsPath } from '@tranship/core'
import { all, needs, where } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { bytesOf, digestsOf, sized, unsized } from '../sources.js'
import { everything, write } from '../tree.js'

const hasHashes = where((features) => features.hashes.length > 0, 'features.hashes is empty')

export const hashChecks: readonly Check[] = [
  {
    name: 'hashes: of what was put',
    sentence: 'The first of the declared hashes is told by stat or by `hash`; it and each other that is told is that of the bytes.',
    appliesTo: hasHashes,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 5, partSize + 1]) {
        const bytes = bytesOf(size)
        for (const source of [sized(bytes), unsized(bytes)]) {
          await fs.put(fsPath('file'), source)
          const object = await fs.stat(fsPath('file'))
          const expected = digestsOf(bytes)
          for (const name of fs.features.hashes) {
            const told = object.hashes?.[name] ?? (await fs.hash?.(object, name))
            if (size <= partSize && name === fs.features.hashes[0])
              assert.ok(told !== undefined, `neither stat nor hash tells the ${name} of ${size} bytes`)
            if (told !== undefined && expected[name] !== undefined) assert.equal(told, expected[name], `the ${name} of ${size} bytes`)
          }
        }
      }
    },
  },
  {
    name: 'hashes: lower-case hex',
    sentence: 'A digest is lower-case hex, under the name of a declared hash.',
    appliesTo: hasHashes,
    run: async ({ fs }) => {
      const put = await write(fs, 'file')
      const listed = (await everything(fs)).filter((entry) => entry.kind === 'object')
      for (const object of [put, await fs.stat(put.path), ...listed]) {
        for (const [name, digest] of await allHashes(fs, object)) {
          assert.match(digest, /^(?:[0-9a-f]{2})+$/)
          assert.ok(fs.features.hashes.includes(name), `${name} is not declared`)
        }
      }
    },
  },
  {
    name: 'hashes: of a missing object',
    sentence: '`hash` of a missing object is not-found.',
    appliesTo: all(hasHashes, needs('hash')),
    run: async ({ fs }) => {
      for (const name of fs.features.hashes) {
        await fails(async () => fs.hash?.({ kind: 'object', path: fsPath('missing') }, name), 'not-found')
      }
    },
  },
]

/** The digests that an object carries, and those that `hash` tells. */
async function allHashes(fs: Fs, object: FsObject): Promise<readonly (readonly [name: string, digest: string])[]> {
  const told = Object.entries(object.hashes ?? {})
  const asked = await Promise.all(fs.features.hashes.map(async (name) => [name, await fs.hash?.(object, name)] as const))
  return [...told, ...asked].flatMap(([name, digest]) => (digest === undefined ? [] : [[name, digest] as const]))
}
