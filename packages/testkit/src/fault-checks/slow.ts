import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Fs, fsPath, type OperationOptions, ROOT } from '@tranship/core'
import { always } from '../applies.js'
import { failsWith, soon } from '../expect.js'
import type { Fault } from '../fault.js'
import type { Faults } from '../fault-plan.js'
import { bytesOf } from '../sources.js'
import { drain, pathsBelow, read, sameBytes, textAt, write } from '../tree.js'
import { atEachRequest, type FaultCheck } from './fault-check.js'

const LARGE = 1024 ** 2
/** Milliseconds that each request is held up, one at a time. */
const DELAY = 100

type Call = (fs: Fs, options: OperationOptions) => Promise<unknown>

/** What is called, by what never comes. */
const STALLS: readonly { readonly fault: Fault; readonly calls: Readonly<Record<string, Call>> }[] = [
  {
    fault: { hold: true },
    calls: {
      stat: (fs, options) => fs.stat(fsPath('file'), options),
      put: (fs, options) => write(fs, 'new', 'new', options),
      remove: (fs, options) => fs.remove({ kind: 'object', path: fsPath('file') }, options),
      open: (fs, options) => drain(fs.open({ kind: 'object', path: fsPath('file') }, options)),
      list: (fs, options) => drain(fs.list(ROOT, options)),
    },
  },
  {
    fault: { stallAfter: 50 },
    calls: {
      open: (fs, options) => drain(fs.open({ kind: 'object', path: fsPath('file') }, options)),
      list: (fs, options) => drain(fs.list(ROOT, options)),
    },
  },
]

export const slowChecks: readonly FaultCheck[] = [
  {
    name: 'faults: latency',
    sentence: 'A slow answer is an answer: nothing fails, and nothing is lost.',
    appliesTo: always,
    run: async ({ fs }, faults) => {
      await atEachRequest(
        faults,
        { delay: DELAY },
        async (at) => {
          await write(fs, 'file', `content ${at}`)
          return [await textAt(fs, 'file'), await pathsBelow(fs)]
        },
        async (seen, at) => assert.deepEqual(seen, [`content ${at}`, ['file']]),
      )
    },
  },
  {
    name: 'faults: an answer that does not come',
    sentence: 'An aborted signal ends what waits for an answer at once, with its reason, and nothing is done.',
    appliesTo: always,
    run: async ({ fs }, faults) => {
      const bytes = bytesOf(LARGE)
      await write(fs, 'file', bytes)
      for (const { fault, calls } of STALLS) {
        for (const [method, call] of Object.entries(calls)) {
          const reason = new Error(`cancelled while ${method} waited`)
          const stop = new AbortController()
          faults.next(fault)
          const failed = failsWith(reason, call(fs, { signal: stop.signal }))
          failed.catch(() => {}) // told below
          await soon(firstMet(faults), `a request of ${method}`)
          stop.abort(reason)
          await soon(failed, `${method}, aborted while its answer does not come,`)
          faults.clear()
        }
      }
      assert.deepEqual(await pathsBelow(fs), ['file'])
      sameBytes(await read(fs, await fs.stat(fsPath('file'))), bytes)
    },
  },
]

/** Waits until a request has met its fault, and lies there. */
async function firstMet(faults: Faults): Promise<void> {
  while (faults.met() === 0) await sleep(5)
}
