import assert from 'node:assert/strict'
import { type Fs, type FsObject, fsPath } from '@tranship/core'
import { all, always, conditional, countsRequests, needs } from '../applies.js'
import type { Check } from '../check.js'
import { absent, fails, statAt } from '../expect.js'
import { bytesOf } from '../sources.js'
import { drain, read, textAt, write } from '../tree.js'

const CHANGED = 'precondition-failed'

/** An object as it was before it was changed. */
async function staleObject(fs: Fs, path: string): Promise<FsObject> {
  const old = await write(fs, path, 'as it was')
  await write(fs, path, 'as it is now')
  return old
}

const isAsItIsNow = async (fs: Fs, path: string) => assert.equal(await textAt(fs, path), 'as it is now')

export const conditionChecks: readonly Check[] = [
  {
    name: 'versions: differ with the bytes',
    sentence: 'The version of an object differs whenever its bytes differ.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [8, partSize + 1]) {
        const versions = new Map<string, number>()
        for (let seed = 0; seed < 4; seed++) {
          const { version } = await write(fs, 'file', bytesOf(size, seed), { modTime: 1_354_040_105_000_000_000n })
          if (version === undefined) continue
          assert.ok(!versions.has(version), `other bytes of the same size and time have the same version ${version}`)
          versions.set(version, seed)
        }
      }
    },
  },
  {
    name: 'conditions: open',
    sentence: 'open of an object that has changed is precondition-failed.',
    appliesTo: conditional('open'),
    run: async ({ fs }) => {
      const stale = await staleObject(fs, 'file')
      await fails(drain(fs.open(stale)), CHANGED)
      await fails(drain(fs.open(stale, { range: { start: 2, end: 4 } })), CHANGED)
      const now = await fs.stat(stale.path)
      assert.equal((await read(fs, now)).toString(), 'as it is now')
    },
  },
  {
    name: 'conditions: a body that is replaced while it is read',
    sentence: 'No body is ever put together of two: it is the one that was opened, or it fails.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const size = 3 * partSize
      const old = bytesOf(size, 1)
      const object = await write(fs, 'file', old)
      const chunks: Uint8Array[] = []
      const reading = async () => {
        for await (const chunk of fs.open(object)) {
          chunks.push(Uint8Array.from(chunk))
          if (chunks.length === 1) await write(fs, 'file', bytesOf(size, 2))
        }
      }
      const isWhole = await reading().then(
        () => true,
        () => false,
      )
      if (isWhole) assert.equal(Buffer.compare(Buffer.concat(chunks), old), 0, 'the body is neither the old one nor an error')
      assert.equal(Buffer.compare(await read(fs, await fs.stat(object.path)), bytesOf(size, 2)), 0)
    },
  },
  {
    name: 'conditions: put over what has changed',
    sentence: 'put over another object than `replaces` names is precondition-failed, and leaves what is there.',
    appliesTo: conditional('put'),
    run: async ({ fs, partSize }) => {
      const replaces = await staleObject(fs, 'file')
      for (const size of [0, 5, partSize + 1]) {
        await fails(write(fs, 'file', bytesOf(size), { replaces }), CHANGED)
        await isAsItIsNow(fs, 'file')
      }
      const gone = await write(fs, 'gone')
      await fs.remove(gone)
      await fails(write(fs, 'gone', 'x', { replaces: gone }), CHANGED, 'not-found')
      await absent(fs, 'gone')
    },
  },
  {
    name: 'conditions: put over what is as it was',
    sentence: 'put over the object that `replaces` names replaces it.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 5, partSize + 1]) {
        const replaces = await write(fs, 'file', 'as it was')
        await write(fs, 'file', bytesOf(size, 3), { replaces })
        assert.equal(Buffer.compare(await read(fs, await fs.stat(fsPath('file'))), bytesOf(size, 3)), 0)
        await write(fs, 'file', 'again', { replaces: await fs.stat(fsPath('file')) })
        assert.equal(await textAt(fs, 'file'), 'again')
      }
    },
  },
  {
    name: 'conditions: put where nothing is expected',
    sentence: "put with `replaces: 'nothing'` is precondition-failed where something is, and writes where nothing is.",
    appliesTo: conditional('put'),
    run: async ({ fs, partSize }) => {
      await staleObject(fs, 'file')
      for (const [at, size] of [0, 5, partSize + 1].entries()) {
        await fails(write(fs, 'file', bytesOf(size), { replaces: 'nothing' }), CHANGED)
        await isAsItIsNow(fs, 'file')
        await write(fs, `new ${at}`, bytesOf(size, 4), { replaces: 'nothing' })
        assert.equal(Buffer.compare(await read(fs, await fs.stat(fsPath(`new ${at}`))), bytesOf(size, 4)), 0)
      }
    },
  },
  ...(['copy', 'move'] as const).flatMap((method): Check[] => [
    {
      name: `conditions: ${method} of what has changed`,
      sentence: `${method} of an object that has changed is precondition-failed.`,
      appliesTo: all(needs(method), conditional(method)),
      run: async ({ fs }) => {
        const stale = await staleObject(fs, 'file')
        await fails(async () => fs[method]?.(stale, fsPath('to')), CHANGED)
        await isAsItIsNow(fs, 'file')
        await absent(fs, 'to')
      },
    },
    {
      name: `conditions: ${method} over what has changed`,
      sentence: `${method} over another object than \`replaces\` names is precondition-failed, and leaves what is there.`,
      appliesTo: all(needs(method), conditional(method)),
      run: async ({ fs }) => {
        const object = await write(fs, 'from', 'from')
        const replaces = await staleObject(fs, 'to')
        await fails(async () => fs[method]?.(object, fsPath('to'), { replaces }), CHANGED)
        await fails(async () => fs[method]?.(object, fsPath('to'), { replaces: 'nothing' }), CHANGED)
        await isAsItIsNow(fs, 'to')
        assert.equal(await textAt(fs, 'from'), 'from')
        await fs[method]?.(object, fsPath('to'), { replaces: await fs.stat(fsPath('to')) })
        assert.equal(await textAt(fs, 'to'), 'from')
      },
    },
  ]),
  {
    name: 'conditions: remove',
    sentence: 'remove of an object that has changed is precondition-failed.',
    appliesTo: conditional('remove'),
    run: async ({ fs }) => {
      const stale = await staleObject(fs, 'file')
      await fails(fs.remove(stale), CHANGED)
      await isAsItIsNow(fs, 'file')
      await fs.remove(await fs.stat(stale.path))
      await absent(fs, 'file')
    },
  },
  {
    name: 'conditions: setModTime',
    sentence: 'setModTime of an object that has changed is precondition-failed.',
    appliesTo: all(needs('setModTime'), conditional('setModTime')),
    run: async ({ fs }) => {
      const stale = await staleObject(fs, 'file')
      const before = await statAt(fs, stale.path)
      await fails(async () => fs.setModTime?.(stale, 0n), CHANGED)
      assert.deepEqual(await statAt(fs, stale.path), before)
      await fs.setModTime?.(await fs.stat(stale.path), 0n)
    },
  },
  {
    name: 'conditions: without a request of their own',
    sentence: 'A condition never costs a request of its own.',
    appliesTo: all(conditional('put'), countsRequests),
    run: async ({ fs, requests }) => {
      const costOf = async (work: () => Promise<unknown>): Promise<number> => {
        const before = requests() ?? 0
        await work()
        return (requests() ?? 0) - before
      }
      const replaces = await write(fs, 'file', 'first')
      const conditioned = await costOf(() => write(fs, 'file', 'second', { replaces }))
      assert.equal(await costOf(() => write(fs, 'file', 'third')), conditioned)
    },
  },
]
