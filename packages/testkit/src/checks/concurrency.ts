import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { type FsObject, fsPath, ROOT } from '@tranship/core'
import { always, conditional } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { bytesOf, sized } from '../sources.js'
import { keysOf, pathsBelow, read, textAt, write } from '../tree.js'

export const concurrencyChecks: readonly Check[] = [
  {
    name: 'concurrency: many writers',
    sentence: 'Every method may be called concurrently with any other.',
    appliesTo: always,
    run: async ({ fs }) => {
      const paths = Array.from({ length: 30 }, (_each, at) => `d${at % 3}/e/${String(at).padStart(2, '0')}`)
      await Promise.all(paths.map((path) => write(fs, path)))
      assert.deepEqual(
        (await pathsBelow(fs)).filter((key) => !key.endsWith('/')),
        paths.toSorted(),
      )
      assert.deepEqual(await Promise.all(paths.map((path) => textAt(fs, path))), paths)
    },
  },
  {
    name: 'concurrency: two writers of one name',
    sentence: 'put is all or nothing to readers: of two writers one wins as a whole.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [5, partSize + 1]) {
        const bodies = [bytesOf(size, 1), bytesOf(size + 1, 2)]
        const outcomes = await Promise.allSettled(bodies.map((bytes) => fs.put(fsPath('d/file'), sized(bytes))))
        for (const outcome of outcomes) if (outcome.status === 'rejected') await fails(Promise.reject(outcome.reason))
        assert.ok(
          outcomes.some(({ status }) => status === 'fulfilled'),
          'both writers failed',
        )
        const content = await read(fs, await fs.stat(fsPath('d/file')))
        assert.ok(
          bodies.some((bytes) => Buffer.compare(bytes, content) === 0),
          'the content is that of neither writer',
        )
        assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file'])
      }
    },
  },
  {
    name: 'concurrency: two first writers',
    sentence: 'Of two writers who both expect nothing one succeeds, and a conflict is precondition-failed.',
    appliesTo: conditional('put'),
    run: async ({ fs }) => {
      const outcomes = await Promise.allSettled(['one', 'two'].map((content) => write(fs, 'file', content, { replaces: 'nothing' })))
      assert.ok(
        outcomes.some(({ status }) => status === 'fulfilled'),
        'both writers failed',
      )
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') await fails(Promise.reject(outcome.reason), 'precondition-failed')
      }
      assert.ok(['one', 'two'].includes(await textAt(fs, 'file')))
    },
  },
  {
    name: 'concurrency: readers while it is replaced',
    sentence: 'A reader sees the old object or the new one, as a whole.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const versions = [1, 2].map((seed) => bytesOf(partSize + seed, seed))
      await write(fs, 'file', versions[0])
      const reading = async () => {
        for (let round = 0; round < 8; round++) {
          const content = await fs
            .stat(fsPath('file'))
            .then((object) => read(fs, object))
            .catch(missed)
          if (content !== undefined)
            assert.ok(
              versions.some((bytes) => Buffer.compare(bytes, content) === 0),
              'a body that nobody wrote',
            )
        }
      }
      const writing = async () => {
        for (let round = 0; round < 4; round++) for (const bytes of versions) await write(fs, 'file', bytes)
      }
      await Promise.all([writing(), reading(), reading()])
    },
  },
  {
    name: 'concurrency: a listing while others write',
    sentence: 'A listing tells what was there before and stays, once, whatever comes and goes meanwhile.',
    appliesTo: always,
    run: async ({ fs, pageSize }) => {
      const stays = Array.from({ length: Math.min(pageSize, 20) * 2 + 1 }, (_each, at) => `stays ${String(at).padStart(4, '0')}`)
      for (const path of stays) await write(fs, path, 'x')
      let isListed = false
      const churning = async () => {
        for (let round = 0; !isListed && round < 100; round++) {
          const passing: FsObject[] = []
          for (let at = 0; at < 4; at++) passing.push(await write(fs, `comes and goes ${round} ${at}`))
          await turn()
          for (const object of passing) await fs.remove(object)
          await turn()
        }
      }
      const listing = async () => {
        try {
          for (const list of [fs.list, ...(fs.listAll ? [fs.listAll] : [])]) {
            const keys = (await keysOf(list.call(fs, ROOT))).filter((key) => key.startsWith('stays'))
            assert.deepEqual(keys.sort(), stays)
          }
        } finally {
          isListed = true
        }
      }
      await Promise.all([churning(), listing()])
    },
  },
]

/** What a reader may meet when the object is replaced between stat and open, as one held to a version does. */
async function missed(error: unknown): Promise<undefined> {
  await fails(Promise.reject(error), 'precondition-failed')
  return undefined
}
