import assert from 'node:assert/strict'
import { type Fs, type FsObject, isFsError, ROOT } from '@tranship/core'
import { always, conditional } from '../applies.js'
import type { Fault } from '../fault.js'
import { bytesOf } from '../sources.js'
import { keysOf, read, sameBytes, write } from '../tree.js'
import { atEachRequest, atFirst, type FaultCheck } from './fault-check.js'

const LARGE = 1024 ** 2
const CUTS = [0, 1, LARGE / 2, LARGE - 1]
const BROKEN_PAGES: readonly Fault[] = [{ answer: 503 }, { answer: 429 }, { lose: true }, { resetAfter: 0 }, { cutAfter: 50 }]

export const brokenAnswerChecks: readonly FaultCheck[] = [
  {
    name: 'faults: a body that breaks off',
    sentence: 'A body that breaks off goes on where it was, or rejects: it never ends early, and no byte comes twice.',
    appliesTo: always,
    run: async ({ fs }, faults) => {
      const bytes = bytesOf(LARGE)
      const object = await write(fs, 'file', bytes)
      for (const cutAfter of CUTS) {
        const body = await atFirst(faults, { cutAfter }, () => read(fs, object).catch(failure))
        if (body instanceof Uint8Array) sameBytes(body, bytes, `a body cut after ${cutAfter} bytes`)
        else assert.ok(cutAfter > 0, `a body that broke off before its first byte was not asked for again: ${body.message}`)
      }
    },
  },
  {
    name: 'faults: a body that breaks off while it is replaced',
    sentence: 'No body is ever a splice of two objects.',
    appliesTo: conditional('open'),
    run: async ({ fs }, faults) => {
      const [old, young] = [bytesOf(LARGE, 1), bytesOf(LARGE, 2)]
      for (const cutAfter of CUTS.slice(1)) {
        const object = await write(fs, 'file', old)
        const body = await atFirst(faults, { cutAfter }, () => readWhile(fs, object, () => write(fs, 'file', young)).catch(failure))
        if (body instanceof Uint8Array) sameBytes(body, old, `a body cut after ${cutAfter} bytes`)
        else assert.equal(body.kind, 'precondition-failed', body.message)
      }
    },
  },
  {
    name: 'faults: the pages of a listing',
    sentence: 'A page whose answer fails is asked for again: the listing has each entry, and has it once.',
    appliesTo: always,
    run: async ({ fs, pageSize }, faults) => {
      const names = Array.from({ length: 2 * pageSize + 1 }, (_, at) => `file ${String(at).padStart(5, '0')}`)
      for (const name of names) await write(fs, name, '')
      const { listAll } = fs
      const ways = [() => fs.list(ROOT), ...(listAll === undefined ? [] : [() => listAll(ROOT)])]
      for (const list of ways) {
        for (const fault of BROKEN_PAGES) {
          await atEachRequest(
            faults,
            fault,
            () => keysOf(list()),
            async (keys) => assert.deepEqual(keys.toSorted(), names, `with ${JSON.stringify(fault)}`),
          )
        }
      }
    },
  },
]

/** Reads a body, and does something when its first bytes have come. */
async function readWhile(fs: Fs, object: FsObject, act: () => Promise<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of fs.open(object)) {
    if (chunks.length === 0) await act()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function failure(error: unknown) {
  assert.ok(isFsError(error), `it failed with ${error}, which is no FsError`)
  return error
}
