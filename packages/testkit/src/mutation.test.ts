import { describe, expect, test } from 'vitest'
import type { Fault } from '../test/broken.js'
import { countedFs } from '../test/counted.js'
import { changingFaults } from '../test/faults/changing.js'
import { costFaults } from '../test/faults/costs.js'
import { readingFaults } from '../test/faults/reading.js'
import { writingFaults } from '../test/faults/writing.js'
import { openOnDisk } from '../test/on-disk.js'
import { openBuckets, openFlat, openWhole, PAGE_SIZE, PART_SIZE } from '../test/whole-fs.js'
import type { Budgets } from './budgets.js'
import type { Check } from './check.js'
import { checks } from './checks.js'
import type { Outcome } from './outcome.js'
import { runCheck, type Suite, toldBy } from './run-check.js'
import { type Opened, SITES } from './scratch.js'

const FAULTS: Readonly<Record<string, Fault>> = {
  ...readingFaults,
  ...writingFaults,
  ...changingFaults,
  ...costFaults,
}

interface Kind {
  open(): Promise<Opened>
  readonly budgets?: Budgets
}

const ONE_REQUEST = { stat: 1, open: 1, put: 1, list: 1, remove: 1, copy: 1, move: 1, setModTime: 1, removeMany: 1 }

/** The Fs that a check is tried on: the first that it concerns. */
const KINDS: readonly Kind[] = [
  { open: openWhole, budgets: { requests: ONE_REQUEST } },
  { open: openFlat },
  { open: openBuckets },
  { open: openOnDisk, budgets: { memory: 8 * 1024 ** 2 } },
]

/** The suite of an Fs that is broken above a counter of its requests. */
const broken = ({ open, budgets = {} }: Kind, fault: Fault): Suite => ({
  open: async () => {
    const opened = await open()
    const { fs, requests } = countedFs(opened.fs)
    return { ...opened, fs: fault(fs, opened), requests }
  },
  pageSize: PAGE_SIZE,
  partSize: PART_SIZE,
  budgets,
})

/** One site after the other: what a check measures of the process is its own. */
async function outcomesOf(check: Check, suite: Suite): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const site of SITES) outcomes.push(await runCheck(check, suite, site))
  return outcomes
}

describe.each(checks)('$name', (check) => {
  const tried = async (fault: Fault) => {
    for (const kind of KINDS) {
      const suite = broken(kind, fault)
      const opened = await suite.open()
      const reason = check.appliesTo(opened.fs, toldBy(suite, opened))
      await opened.dispose?.()
      if (reason === undefined) return outcomesOf(check, suite)
    }
    throw new Error('no Fs is concerned')
  }

  test('passes on an Fs that keeps the contract', async () => {
    expect((await tried((fs) => fs)).map(({ result, reason }) => reason ?? result)).toEqual(['passed', 'passed'])
  })

  test('fails on one that does not', async () => {
    const fault = FAULTS[check.name]
    if (fault === undefined) throw new Error('there is no fault for this check')
    expect((await tried(fault)).map(({ result }) => result)).toEqual(['failed', 'failed'])
  })
})

test('each fault is one of a check', () => {
  const names = new Set(checks.map(({ name }) => name))
  expect(Object.keys(FAULTS).filter((name) => !names.has(name))).toEqual([])
  expect(names.size).toBe(checks.length)
})
