import assert from 'node:assert/strict'
import { fsPath, ROOT } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { absent, agreesWithStat, fails } from '../expect.js'
import { bytesOf } from '../sources.js'
import { entriesOf, everything, write } from '../tree.js'

export const statChecks: readonly Check[] = [
  {
    name: 'stat: a missing object',
    sentence: 'stat of a missing object is not-found.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'here')
      await write(fs, 'd/x')
      for (const path of ['missing', 'missing/x', 'd/missing', 'her', 'here0', 'here/x', 'd/x/y']) await absent(fs, path)
    },
  },
  {
    name: 'stat: a directory',
    sentence: 'stat of a directory is is-directory, or not-found where directories are not real.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/e/x')
      const kinds = fs.features.realDirectories ? (['is-directory'] as const) : (['is-directory', 'not-found'] as const)
      for (const path of [ROOT, fsPath('d'), fsPath('d/e')]) await fails(fs.stat(path), ...kinds)
    },
  },
  {
    name: 'stat: a listed entry',
    sentence: 'A listed entry equals its stat in every field it has, and has no version that stat would not give.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      await write(fs, 'empty', '')
      await write(fs, 'd/small', 'small', { modTime: 1_354_040_105_123_456_789n, mimeType: 'text/plain' })
      await write(fs, 'large', bytesOf(partSize + 1))
      const entries = [...(await everything(fs)), ...(await entriesOf(fs.list(ROOT)))]
      const objects = entries.filter((entry) => entry.kind === 'object')
      assert.equal(objects.length, 5)
      for (const object of objects) agreesWithStat(object, await fs.stat(object.path), 'the listing')
    },
  },
  {
    name: 'stat: what was listed',
    sentence: 'stat of what was listed tells of just that version of it what stat tells without.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const text of ['old', 'newer', 'newest of all']) {
        await write(fs, 'file', text, { modTime: BigInt(text.length) * 1_000_000_000n })
        for (let times = 0; times < 2; times++) {
          const [listed] = (await entriesOf(fs.list(ROOT))).filter((entry) => entry.kind === 'object')
          assert.ok(listed)
          agreesWithStat(await fs.stat(listed.path, { listed }), await fs.stat(listed.path), 'stat of what was listed')
        }
      }
    },
  },
  {
    name: 'stat: the size',
    sentence: 'The size of an object is its number of bytes; absent when it is not known before reading.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 1, 1000, partSize]) {
        await write(fs, 'file', bytesOf(size))
        const { size: told = size } = await fs.stat(fsPath('file'))
        assert.equal(told, size)
      }
    },
  },
]
