import assert from 'node:assert/strict'
import { type CopyOptions, type Fs, type FsObject, type FsPath, fsPath, subdirectory } from '@tranship/core'
import { all, keepsTimes, needs } from '../applies.js'
import type { Check } from '../check.js'
import { absent, agreesWithStat, fails, statAt } from '../expect.js'
import { bytesOf } from '../sources.js'
import { everything, read, sameBytes, textAt, write } from '../tree.js'

/** What copy and move promise alike; they differ in what becomes of the source. */
function checksOf(method: 'copy' | 'move'): readonly Check[] {
  const transfer = async (fs: Fs, object: FsObject, to: string, options: CopyOptions = {}): Promise<FsObject> =>
    (await fs[method]?.(object, fsPath(to), options)) ?? assert.fail(`no ${method}`)
  const sourceIs = async (fs: Fs, path: string, content: string) =>
    method === 'copy' ? assert.equal(await textAt(fs, path), content) : absent(fs, path)
  const objects = async (fs: Fs) => (await everything(fs)).filter((entry) => entry.kind === 'object').map((entry) => entry.path)

  return [
    {
      name: `${method}: to a new place`,
      sentence: `${method} gives the object its new place, with missing parents, and returns what stat would.`,
      appliesTo: needs(method),
      run: async ({ fs, partSize }) => {
        for (const size of [0, 5, partSize + 1]) {
          const bytes = bytesOf(size)
          const object = await write(fs, 'from', bytes, { modTime: 1_354_040_105_123_456_789n, mimeType: 'text/x-check' })
          const made = await transfer(fs, object, 'a/b/to')
          const stat = await fs.stat(fsPath('a/b/to'))
          agreesWithStat(made, stat, method)
          assert.deepEqual([stat.modTime, stat.mimeType, stat.size], [object.modTime, object.mimeType, object.size])
          sameBytes(await read(fs, stat), bytes)
          await sourceIs(fs, 'from', bytes.toString())
        }
      },
    },
    {
      name: `${method}: over an existing object`,
      sentence: `${method} replaces an existing object.`,
      appliesTo: needs(method),
      run: async ({ fs }) => {
        const object = await write(fs, 'from', 'new')
        await write(fs, 'd/to', 'old, and longer')
        const made = await transfer(fs, object, 'd/to')
        assert.equal(await textAt(fs, 'd/to'), 'new')
        assert.equal((await read(fs, made)).toString(), 'new')
        await sourceIs(fs, 'from', 'new')
        assert.equal((await objects(fs)).filter((path) => path === 'd/to').length, 1)
      },
    },
    {
      name: `${method}: onto itself`,
      sentence: `${method} of an object onto itself does nothing.`,
      appliesTo: needs(method),
      run: async ({ fs }) => {
        const object = await write(fs, 'd/file', 'content', { modTime: 1_354_040_105_000_000_000n, mimeType: 'text/x-check' })
        const before = await statAt(fs, object.path)
        const made = await transfer(fs, object, 'd/file')
        agreesWithStat(made, before, method)
        assert.deepEqual(await statAt(fs, object.path), before)
        assert.equal(await textAt(fs, 'd/file'), 'content')
      },
    },
    {
      name: `${method}: a missing source`,
      sentence: `${method} of a missing object is not-found, and leaves what it was to replace.`,
      appliesTo: needs(method),
      run: async ({ fs }) => {
        await write(fs, 'to', 'kept')
        const { version: _gone, ...object } = await write(fs, 'd/from')
        await fs.remove(object)
        await fails(transfer(fs, object, 'to'), 'not-found')
        await fails(transfer(fs, object, 'd/from'), 'not-found')
        assert.deepEqual(await objects(fs), ['to'])
        assert.equal(await textAt(fs, 'to'), 'kept')
      },
    },
    {
      name: `${method}: with another time`,
      sentence: `${method} keeps the modification time of its source, unless it is given another one.`,
      appliesTo: all(needs(method), keepsTimes),
      run: async ({ fs }) => {
        const time = 1_454_040_105_000_000_000n
        const object = await write(fs, 'from', 'x', { modTime: 1_354_040_105_000_000_000n })
        await transfer(fs, object, 'to', { modTime: time })
        const apart = ((await fs.stat(fsPath('to'))).modTime ?? 0n) - time
        const step = fs.features.modTimePrecision ?? 0n
        assert.ok(apart > -step && apart < step, `the time is ${apart} ns off`)
      },
    },
    {
      name: `${method}: between two Fs of a realm`,
      sentence: `${method} takes an object of another Fs of the realm, whose place \`from\` names.`,
      appliesTo: needs(method),
      run: async ({ fs }) => {
        const one = subdirectory(fs, fsPath('one'))
        const two = subdirectory(fs, fsPath('two'))
        const object = await write(one, 'd/file', 'of one')
        await write(two, 'd/file', 'of two')
        const made = await transfer(two, object, 'copied', { from: one.place })
        assert.equal(made.path, 'copied')
        assert.equal(await textAt(fs, 'two/copied'), 'of one')
        await sourceIs(fs, 'one/d/file', 'of one')
        assert.equal(await textAt(fs, 'two/d/file'), 'of two')
      },
    },
    {
      name: `${method}: the same path in two Fs of a realm`,
      sentence: 'The same path in two Fs of a realm is not the same object.',
      appliesTo: needs(method),
      run: async ({ fs }) => {
        const one = subdirectory(fs, fsPath('one'))
        const two = subdirectory(fs, fsPath('two'))
        const object = await write(one, 'file', 'of one')
        await transfer(two, object, 'file', { from: one.place })
        assert.equal(await textAt(fs, 'two/file'), 'of one')
        await sourceIs(fs, 'one/file', 'of one')
      },
    },
  ]
}

const moveDirectoryChecks: readonly Check[] = [
  {
    name: 'moveDirectory: to a new place',
    sentence: 'moveDirectory moves a whole directory, with missing parents, and nothing else.',
    appliesTo: needs('moveDirectory'),
    run: async ({ fs }) => {
      for (const path of ['d/a', 'd/e/f', 'd!', 'd0/x']) await write(fs, path)
      if (fs.features.realDirectories) await fs.mkdir(fsPath('d/empty'))
      const below = await keysBelow(fs, fsPath('d'))
      await fs.moveDirectory?.(fsPath('d'), fsPath('x/y'))
      assert.deepEqual(
        await keysBelow(fs, fsPath('x/y')),
        below.map((path) => path.replace(/^d/, 'x/y')),
      )
      assert.equal(await textAt(fs, 'x/y/e/f'), 'd/e/f')
      for (const path of ['d!', 'd0/x']) assert.equal(await textAt(fs, path), path)
      await absent(fs, 'd/a')
    },
  },
  {
    name: 'moveDirectory: where something exists',
    sentence: 'moveDirectory to where something exists is already-exists, and moves nothing.',
    appliesTo: needs('moveDirectory'),
    run: async ({ fs }) => {
      for (const path of ['d/a', 'e/b']) await write(fs, path)
      await fails(async () => fs.moveDirectory?.(fsPath('d'), fsPath('e')), 'already-exists')
      if (!fs.features.objectBesideDirectory) await fails(async () => fs.moveDirectory?.(fsPath('d'), fsPath('e/b')), 'already-exists')
      assert.deepEqual(await keysBelow(fs, fsPath('')), ['d', 'd/a', 'e', 'e/b'])
    },
  },
  {
    name: 'moveDirectory: into itself',
    sentence: 'A directory cannot be moved into itself: nothing is lost.',
    appliesTo: needs('moveDirectory'),
    run: async ({ fs }) => {
      await write(fs, 'd/a')
      await fails(async () => fs.moveDirectory?.(fsPath('d'), fsPath('d/e/f')))
      assert.equal(await textAt(fs, 'd/a'), 'd/a')
    },
  },
  {
    name: 'moveDirectory: a missing directory',
    sentence: 'moveDirectory of a missing directory is not-found.',
    appliesTo: needs('moveDirectory'),
    run: async ({ fs }) => {
      await write(fs, 'd/a')
      await fails(async () => fs.moveDirectory?.(fsPath('missing'), fsPath('new')), 'not-found')
      assert.deepEqual(await keysBelow(fs, fsPath('')), ['d', 'd/a'])
    },
  },
]

export const copyMoveChecks: readonly Check[] = [...checksOf('copy'), ...checksOf('move'), ...moveDirectoryChecks]

async function keysBelow(fs: Fs, directory: FsPath): Promise<string[]> {
  return (await everything(fs, directory)).map((entry) => entry.path)
}
