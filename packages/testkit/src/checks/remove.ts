import assert from 'node:assert/strict'
import { type FsError, type FsObject, fsPath } from '@tranship/core'
import { always, needs, realDirectories } from '../applies.js'
import type { Check } from '../check.js'
import { absent, fails } from '../expect.js'
import { drain, everything, pathsBelow, textAt, write } from '../tree.js'

export const removeChecks: readonly Check[] = [
  {
    name: 'remove: an object',
    sentence: 'remove removes an object, and nothing else.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const path of ['d/a', 'd/ab', 'd/a!', 'e/a']) await write(fs, path)
      await fs.remove(await fs.stat(fsPath('d/a')))
      await absent(fs, 'd/a')
      await fails(drain(fs.open({ kind: 'object', path: fsPath('d/a') })), 'not-found')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/a!', 'd/ab', 'e/', 'e/a'])
      for (const path of ['d/ab', 'd/a!', 'e/a']) assert.equal(await textAt(fs, path), path)
    },
  },
  {
    name: 'remove: a missing object',
    sentence: 'remove of a missing object is not-found.',
    appliesTo: always,
    run: async ({ fs }) => {
      const { version: _gone, ...object } = await write(fs, 'd/file')
      await fs.remove(object)
      await fails(fs.remove(object), 'not-found')
      await fails(fs.remove({ kind: 'object', path: fsPath('never/there') }), 'not-found')
    },
  },
  {
    name: 'remove: a directory',
    sentence: 'remove takes an object: of a directory it is is-directory, or not-found.',
    appliesTo: realDirectories,
    run: async ({ fs }) => {
      await fs.mkdir(fsPath('empty'))
      await write(fs, 'd/file')
      for (const path of ['empty', 'd'].map(fsPath)) await fails(fs.remove({ kind: 'object', path }), 'is-directory', 'not-found')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file', 'empty/'])
    },
  },
  {
    name: 'removeMany: many objects',
    sentence: 'removeMany removes many objects, and answers for each once.',
    appliesTo: needs('removeMany'),
    run: async ({ fs, pageSize }) => {
      const objects: FsObject[] = []
      for (let at = 0; at < Math.min(pageSize, 100) + 1; at++) objects.push(await write(fs, `d/${String(at).padStart(4, '0')}`, 'x'))
      await write(fs, 'kept')
      const answers = await removed(fs.removeMany?.(objects) ?? [])
      assert.deepEqual(answers.map(({ path }) => path).sort(), objects.map(({ path }) => path).sort())
      assert.deepEqual(
        answers.filter(({ error }) => error !== undefined),
        [],
      )
      assert.deepEqual(
        (await everything(fs)).filter((entry) => entry.kind === 'object').map((entry) => entry.path),
        ['kept'],
      )
      assert.deepEqual(await removed(fs.removeMany?.([]) ?? []), [])
    },
  },
  {
    name: 'removeMany: where some cannot be removed',
    sentence: 'removeMany answers for each object, also for one that it could not remove.',
    appliesTo: needs('removeMany'),
    run: async ({ fs }) => {
      const here = [await write(fs, 'a'), await write(fs, 'b')]
      const stale = await write(fs, 'stale', 'old')
      await write(fs, 'stale', 'new, and longer')
      const missing: FsObject = { kind: 'object', path: fsPath('missing') }
      const isHeld = fs.features.conditions.includes('removeMany')
      const answers = await removed(fs.removeMany?.([here[0] as FsObject, missing, ...(isHeld ? [stale] : []), here[1] as FsObject]) ?? [])
      const kinds = new Map(answers.map(({ path, error }) => [path, error?.kind]))
      assert.equal(kinds.size, answers.length, 'an object is answered for twice')
      assert.deepEqual([kinds.has('a'), kinds.get('a'), kinds.has('b'), kinds.get('b')], [true, undefined, true, undefined])
      assert.ok(kinds.has('missing') && (kinds.get('missing') ?? 'not-found') === 'not-found')
      if (isHeld) {
        assert.equal(kinds.get('stale'), 'precondition-failed')
        assert.equal(await textAt(fs, 'stale'), 'new, and longer')
      }
      for (const path of ['a', 'b']) await absent(fs, path)
    },
  },
]

async function removed(answers: AsyncIterable<{ object: FsObject; error?: FsError }> | readonly never[]) {
  const all: { readonly path: string; readonly error: FsError | undefined }[] = []
  for await (const { object, error } of answers) all.push({ path: object.path, error })
  return all
}
