import { describe, expect, test } from 'vitest'
import { type DistantFault, openDistant } from '../test/distant.js'
import { distanceFaults } from '../test/faults/distance.js'
import { PAGE_SIZE, PART_SIZE } from '../test/whole-fs.js'
import { runFaultCheck } from './describe-faults.js'
import { faultChecks } from './fault-checks.js'
import { SITES } from './scratch.js'

describe.each(faultChecks)('$name', (check) => {
  const tried = (fault?: DistantFault) => {
    const suite = { name: 'distant', open: () => openDistant(fault), pageSize: PAGE_SIZE, partSize: PART_SIZE }
    return Promise.all(SITES.map((site) => runFaultCheck(check, suite, site)))
  }

  test('passes on a backend that keeps the contract', async () => {
    expect((await tried()).map(({ result, reason }) => reason ?? result)).toEqual(['passed', 'passed'])
  })

  test('fails on one that does not', async () => {
    const fault = distanceFaults[check.name]
    if (fault === undefined) throw new Error('there is no fault for this check')
    expect((await tried(fault)).map(({ result }) => result)).toEqual(['failed', 'failed'])
  })

  test('fails where no request meets a fault', async () => {
    const suite = {
      name: 'near',
      open: async () => ({ ...(await openDistant()), faults: { next: () => {}, met: () => 0, clear: () => {} } }),
      pageSize: PAGE_SIZE,
      partSize: PART_SIZE,
    }
    expect(await runFaultCheck(check, suite, 'root')).toMatchObject({ result: 'failed' })
  })
})

test('each fault is one of a check', () => {
  const names = new Set(faultChecks.map(({ name }) => name))
  expect(Object.keys(distanceFaults).filter((name) => !names.has(name))).toEqual([])
  expect(names.size).toBe(faultChecks.length)
})
