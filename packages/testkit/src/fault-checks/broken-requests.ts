import assert from 'node:assert/strict'
import { fsPath, type PutOptions } from '@tranship/core'
import { always, needs, realDirectories } from '../applies.js'
import { absent } from '../expect.js'
import type { Fault } from '../fault.js'
import type { Faults } from '../fault-plan.js'
import type { Scratch } from '../scratch.js'
import { bytesOf } from '../sources.js'
import { pathsBelow, read, sameBytes, textAt, write } from '../tree.js'
import { atEachRequest, atFirst, type FaultCheck } from './fault-check.js'

const REFUSALS: readonly Fault[] = [{ answer: 503 }, { answer: 429 }, { answer: 503, retryAfter: '0' }]
const LOST: Fault = { lose: true }
/** A modification time, by which a put recognises what an earlier try has written. */
const TIME = 1_354_040_105_000_000_000n

export const brokenRequestChecks: readonly FaultCheck[] = [
  {
    name: 'faults: a put that is refused',
    sentence: 'What a service refuses for a moment is sent again: one object of just its bytes, and nothing beside it.',
    appliesTo: always,
    run: async (scratch, faults) => {
      for (const refusal of REFUSALS) await putsAt(scratch, faults, refusal, sizes(scratch))
    },
  },
  {
    name: 'faults: the time that a service asks for',
    sentence: 'A service that names a time is not asked again before it has passed.',
    appliesTo: always,
    run: async ({ fs }, faults) => {
      const begun = performance.now()
      await atFirst(faults, { answer: 503, retryAfter: '1' }, () => write(fs, 'file', 'content'))
      const waited = performance.now() - begun
      assert.ok(waited > 990, `it was asked again after ${Math.round(waited)} ms, not after a second`)
      assert.equal(await textAt(fs, 'file'), 'content')
    },
  },
  {
    name: 'faults: a put whose connection is reset',
    sentence: 'A put whose connection breaks is sent again: one object of just its bytes, and nothing beside it.',
    appliesTo: always,
    run: async (scratch, faults) => {
      const [small, large] = sizes(scratch)
      await putsAt(scratch, faults, { resetAfter: 0 }, [small, large])
      await putsAt(scratch, faults, { resetAfter: small / 2 }, [small, large])
      await putsAt(scratch, faults, { resetAfter: Math.floor(scratch.partSize / 2) }, [large])
    },
  },
  {
    name: 'faults: a put whose answer is lost',
    sentence: 'A put that was done although its answer is lost counts as done, also when it was to replace nothing.',
    appliesTo: always,
    run: async (scratch, faults) => {
      const [small] = sizes(scratch)
      await putsAt(scratch, faults, LOST, [small])
      await putsAt(scratch, faults, LOST, [small], { replaces: 'nothing', modTime: TIME })
    },
  },
  {
    name: 'faults: a put in pieces whose answers are lost',
    sentence: 'Of a put in pieces, what was done although its answer is lost counts as done, and nothing is left behind.',
    appliesTo: always,
    run: async (scratch, faults) => {
      const [, large] = sizes(scratch)
      await putsAt(scratch, faults, LOST, [large])
      await putsAt(scratch, faults, LOST, [large], { replaces: 'nothing', modTime: TIME })
    },
  },
  {
    name: 'faults: a remove whose answer is lost',
    sentence: 'A remove that was done although its answer is lost counts as done, and removes nothing else.',
    appliesTo: always,
    run: async ({ fs }, faults) => {
      await write(fs, 'kept')
      await atEachRequest(
        faults,
        LOST,
        async (at) => {
          const object = await write(fs, `gone ${at}`)
          await fs.remove(object)
        },
        async (_result, at) => {
          await absent(fs, `gone ${at}`)
          assert.deepEqual(await pathsBelow(fs), ['kept'])
        },
      )
    },
  },
  {
    name: 'faults: a mkdir whose answer is lost',
    sentence: 'A mkdir and a rmdir that were done although their answers are lost count as done.',
    appliesTo: realDirectories,
    run: async ({ fs }, faults) => {
      await atEachRequest(
        faults,
        LOST,
        async (at) => {
          await fs.mkdir(fsPath(`d${at}`))
          await fs.mkdir(fsPath(`d${at}/below`))
          await fs.rmdir(fsPath(`d${at}/below`))
        },
        async (_result, at) => {
          assert.deepEqual(await pathsBelow(fs), [`d${at}/`])
          await fs.rmdir(fsPath(`d${at}`))
        },
      )
    },
  },
  {
    name: 'faults: a copy whose answer is lost',
    sentence: 'A copy that was done although its answer is lost counts as done, also when it was to replace nothing.',
    appliesTo: needs('copy'),
    run: async ({ fs }, faults) => {
      const object = await write(fs, 'from', 'content', { modTime: TIME })
      for (const options of [{}, { replaces: 'nothing' }] as const) {
        await atEachRequest(
          faults,
          LOST,
          async (at) => fs.copy?.(object, fsPath(`to ${at}`), options),
          async (_result, at) => {
            assert.equal(await textAt(fs, `to ${at}`), 'content')
            assert.deepEqual(await pathsBelow(fs), ['from', `to ${at}`])
            await fs.remove(await fs.stat(fsPath(`to ${at}`)))
          },
        )
      }
    },
  },
]

/** On both sides of what makes a backend go over to pieces. */
const sizes = ({ partSize }: Scratch): readonly [number, number] => [100, partSize + 100]

/** Puts with the fault at each of the requests, new objects and (unless they replace nothing) over an old one. */
async function putsAt(
  { fs, leftovers }: Scratch,
  faults: Faults,
  fault: Fault,
  bodies: readonly number[],
  options: PutOptions = {},
): Promise<void> {
  for (const size of bodies) {
    if (options.replaces === undefined) await write(fs, 'file', 'the old one')
    await atEachRequest(
      faults,
      fault,
      (at) => write(fs, 'file', bytesOf(size, at), options),
      async (object, at) => {
        assert.equal(object.size, size)
        sameBytes(await read(fs, await fs.stat(fsPath('file'))), bytesOf(size, at))
        assert.deepEqual(await pathsBelow(fs), ['file'])
        assert.deepEqual(await leftovers(), [], 'something is left behind')
        if (options.replaces === 'nothing') await fs.remove(object)
      },
    )
    if (options.replaces === undefined) await fs.remove(await fs.stat(fsPath('file')))
  }
}
