import assert from 'node:assert/strict'
import { fsPath } from '@tranship/core'
import { all, needs, realDirectories } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { pathsBelow, write } from '../tree.js'

export const purgeChecks: readonly Check[] = [
  {
    name: 'purge: a directory',
    sentence: 'purge removes a directory and everything below it, and nothing else.',
    appliesTo: needs('purge'),
    run: async ({ fs }) => {
      for (const path of ['d/a', 'd/e/f/g', 'd!', 'd0/x', 'dd/x', 'e/d/x']) await write(fs, path)
      if (fs.features.realDirectories) await fs.mkdir(fsPath('d/empty'))
      await fs.purge?.(fsPath('d'))
      assert.deepEqual(await pathsBelow(fs), ['d!', 'd0/', 'd0/x', 'dd/', 'dd/x', 'e/', 'e/d/', 'e/d/x'])
    },
  },
  {
    name: 'purge: a missing directory',
    sentence: 'purge of a missing directory is not-found.',
    appliesTo: all(needs('purge'), realDirectories),
    run: async ({ fs }) => {
      await write(fs, 'd/a')
      await fails(async () => fs.purge?.(fsPath('missing')), 'not-found')
      await fails(async () => fs.purge?.(fsPath('d/missing')), 'not-found')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/a'])
    },
  },
]
