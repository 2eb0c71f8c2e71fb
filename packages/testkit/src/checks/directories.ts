import assert from 'node:assert/strict'
import { fsPath, ROOT } from '@tranship/core'
import { always, realDirectories } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { entriesOf, everything, level, pathsBelow, textAt, write } from '../tree.js'

export const directoryChecks: readonly Check[] = [
  {
    name: 'mkdir: with missing parents',
    sentence: 'mkdir makes a directory and its missing parents.',
    appliesTo: realDirectories,
    run: async ({ fs }) => {
      const made = await fs.mkdir(fsPath('a/b/c'))
      assert.deepEqual([made.kind, made.path], ['directory', 'a/b/c'])
      await fs.mkdir(fsPath('a/d'))
      assert.deepEqual(await pathsBelow(fs), ['a/', 'a/b/', 'a/b/c/', 'a/d/'])
    },
  },
  {
    name: 'mkdir: one that exists',
    sentence: 'mkdir keeps a directory that exists.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/file', 'kept')
      for (const path of ['d', 'd', 'd/e', 'd/e'].map(fsPath)) assert.equal((await fs.mkdir(path)).path, path)
      assert.equal(await textAt(fs, 'd/file'), 'kept')
      assert.deepEqual(
        (await everything(fs)).filter((entry) => entry.kind === 'object').map((entry) => entry.path),
        ['d/file'],
      )
    },
  },
  {
    name: 'rmdir: an empty directory',
    sentence: 'rmdir removes an empty directory, and nothing else.',
    appliesTo: realDirectories,
    run: async ({ fs }) => {
      for (const path of ['a/b', 'a/c', 'ab'].map(fsPath)) await fs.mkdir(path)
      await fs.rmdir(fsPath('a/b'))
      assert.deepEqual(await pathsBelow(fs), ['a/', 'a/c/', 'ab/'])
      const [directory] = await entriesOf(fs.list(fsPath('a')))
      assert.ok(directory?.kind === 'directory')
      await fs.rmdir(directory)
      assert.deepEqual(await level(fs), ['a/', 'ab/'])
    },
  },
  {
    name: 'rmdir: a missing directory',
    sentence: 'rmdir of a missing directory is not-found where directories are real.',
    appliesTo: realDirectories,
    run: async ({ fs }) => {
      await fs.mkdir(fsPath('d'))
      for (const path of ['missing', 'd/missing', 'missing/deep'].map(fsPath)) await fails(fs.rmdir(path), 'not-found')
      assert.deepEqual(await level(fs), ['d/'])
    },
  },
  {
    name: 'rmdir: a directory with something in it',
    sentence: 'rmdir of a directory with something in it is not-empty.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/file')
      await write(fs, 'd/e/file')
      for (const path of ['d', 'd/e'].map(fsPath)) await fails(fs.rmdir(path), 'not-empty')
      if (fs.features.realDirectories) {
        await fs.mkdir(fsPath('f/empty'))
        await fails(fs.rmdir(fsPath('f')), 'not-empty')
      }
      assert.equal(await textAt(fs, 'd/e/file'), 'd/e/file')
      assert.ok((await level(fs, ROOT)).includes('d/'))
    },
  },
]
