import { intercept } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../test/broken.js'
import { changingFaults } from '../test/faults/changing.js'
import { readingFaults } from '../test/faults/reading.js'
import { writingFaults } from '../test/faults/writing.js'
import { openBuckets, openFlat, openWhole, PAGE_SIZE, PART_SIZE } from '../test/whole-fs.js'
import { checks } from './checks.js'
import { runCheck } from './run-check.js'
import { type Opened, SITES } from './scratch.js'

/** A put that first looks what is there. */
const asksFirst: Fault = (fs) => ({
  ...fs,
  put: async (path, source, options) => {
    if (typeof options?.replaces === 'object') await fs.stat(path)
    return fs.put(path, source, options)
  },
})

const FAULTS: Readonly<Record<string, Fault>> = {
  ...readingFaults,
  ...writingFaults,
  ...changingFaults,
  'conditions: without a request of their own': asksFirst,
}

/** The Fs that a check is tried on: the first that it concerns. */
const KINDS: readonly (() => Promise<Opened>)[] = [openWhole, openFlat, openBuckets]

describe.each(checks)('$name', (check) => {
  const tried = async (fault: Fault) => {
    for (const open of KINDS) {
      if (check.appliesTo((await open()).fs) === undefined) return outcomes(open, fault)
    }
    throw new Error('no Fs is concerned')
  }

  /** Opens an Fs that is broken above a counter of its requests. */
  const outcomes = async (open: () => Promise<Opened>, fault: Fault) => {
    const suite = {
      open: async () => {
        let requests = 0
        const opened = await open()
        const counted = intercept(opened.fs, {
          call: (_operation, run) => {
            requests++
            return run()
          },
        })
        return { ...opened, fs: fault(counted, opened), requests: () => requests }
      },
      pageSize: PAGE_SIZE,
      partSize: PART_SIZE,
    }
    return Promise.all(SITES.map((site) => runCheck(check, suite, site)))
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
