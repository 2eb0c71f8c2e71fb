import assert from 'node:assert/strict'
import { type FsObject, fsPath } from '@tranship/core'
import { all, countsRequests, limitsRequests, needs, type OptionalMethod } from '../applies.js'
import type { CountedOperation } from '../budgets.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import type { Scratch } from '../scratch.js'
import { atOnce, bytesOf, sized, unsized } from '../sources.js'
import { drain, read, write } from '../tree.js'

/** Does some work that may cost so many times the budget, which is one time by default. Throws when it costs more. */
type Spend = <Result>(work: Promise<Result> | (() => Promise<Result>), times?: number) => Promise<Result>

interface Cost {
  /** What is done within the budget, in words. */
  readonly of: string
  readonly needs?: OptionalMethod
  run(scratch: Scratch, spend: Spend): Promise<void>
}

const TIME = 1_354_040_105_000_000_000n

const COSTS: Readonly<Record<CountedOperation, Cost>> = {
  stat: {
    of: 'stat of an object, or of a missing one',
    run: async ({ fs }, spend) => {
      const { path } = await write(fs, 'file')
      await spend(() => fs.stat(path))
      await spend(() => fails(fs.stat(fsPath('missing')), 'not-found'))
    },
  },
  open: {
    of: 'open of a small object, or of a range of it',
    run: async ({ fs }, spend) => {
      const object = await write(fs, 'file', bytesOf(1000))
      await spend(() => read(fs, object))
      await spend(() => read(fs, object, { range: { start: 10, end: 20 } }))
    },
  },
  put: {
    of: 'put of a small object, new or over another one',
    run: async ({ fs }, spend) => {
      const options = { modTime: TIME, mimeType: 'text/x-check', metadata: { color: 'blue' } }
      const bytes = bytesOf(100)
      for (const [name, source] of Object.entries({ sized, unsized, atOnce })) {
        await spend(() => fs.put(fsPath(name), source(bytes), options))
        await spend(() => fs.put(fsPath(name), source(bytes), options))
      }
    },
  },
  list: {
    of: 'each page of a listing',
    run: async ({ fs, pageSize }, spend) => {
      for (let at = 0; at <= pageSize; at++) await write(fs, `d/${at}`, 'x')
      await spend(() => drain(fs.list(fsPath('d'))), 2)
      if (fs.listAll !== undefined) await spend(() => drain(fs.listAll?.(fsPath('d')) ?? []), 2)
    },
  },
  remove: {
    of: 'remove of an object',
    run: async ({ fs }, spend) => {
      const object = await write(fs, 'file')
      await spend(() => fs.remove(object))
    },
  },
  copy: { of: 'copy of a small object', needs: 'copy', run: transfers('copy') },
  move: { of: 'move of a small object', needs: 'move', run: transfers('move') },
  setModTime: {
    of: 'setModTime of a small object',
    needs: 'setModTime',
    run: async ({ fs }, spend) => {
      const object = await write(fs, 'file')
      await spend(async () => fs.setModTime?.(object, TIME))
    },
  },
  removeMany: {
    of: 'removeMany of ten objects',
    needs: 'removeMany',
    run: async ({ fs }, spend) => {
      const objects: FsObject[] = []
      for (let at = 0; at < 10; at++) objects.push(await write(fs, `file ${at}`))
      await spend(() => drain(fs.removeMany?.(objects) ?? []))
    },
  },
}

function transfers(method: 'copy' | 'move'): Cost['run'] {
  return async ({ fs }, spend) => {
    const object = await write(fs, 'from')
    await write(fs, 'there')
    await spend(async () => fs[method]?.(object, fsPath('there')))
  }
}

export const costChecks: readonly Check[] = Object.entries(COSTS).map(([name, { of, needs: method, run }]) => {
  const operation = name as CountedOperation
  return {
    name: `costs: ${operation}`,
    sentence: `No more requests are sent for ${of} than the budget allows.`,
    appliesTo: all(countsRequests, limitsRequests(operation), ...(method === undefined ? [] : [needs(method)])),
    run: (scratch) => run(scratch, spending(scratch, operation)),
  }
})

function spending({ requests, budgets }: Scratch, operation: CountedOperation): Spend {
  const budget = budgets.requests?.[operation] ?? 0
  return async (work, times = 1) => {
    const before = requests() ?? 0
    const result = await (typeof work === 'function' ? work() : work)
    const spent = (requests() ?? 0) - before
    assert.ok(spent > 0, 'no request was counted')
    assert.ok(spent <= times * budget, `${operation} took ${spent} requests, not ${times * budget}`)
    return result
  }
}
