import assert from 'node:assert/strict'
import type { Check } from '../check.js'
import type { Fault } from '../fault.js'
import type { Faults } from '../fault-plan.js'
import type { Scratch } from '../scratch.js'

/** One sentence of what is promised about faults, put to the proof. */
export interface FaultCheck extends Omit<Check, 'run'> {
  /** Throws when the promise is not kept. The place is empty, and may be left in any state. */
  run(scratch: Scratch, faults: Faults): Promise<void>
}

/** No operation of a check has as many requests. */
const MOST_REQUESTS = 100

/**
 * Does something again and again, with the fault at its first request, then at its second, until it has no more requests.
 * Looks at what came of it each time, undisturbed.
 */
export async function atEachRequest<Result>(
  faults: Faults,
  fault: Fault,
  act: (at: number) => Promise<Result>,
  look: (result: Result, at: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < MOST_REQUESTS; at++) {
    const { result, met } = await disturbed(faults, fault, () => act(at), at)
    await look(result, at)
    if (met > 0) continue
    assert.ok(at > 0, `no request has met the fault ${JSON.stringify(fault)}`)
    return
  }
  assert.fail(`each try has met the fault ${JSON.stringify(fault)}, even at request ${MOST_REQUESTS}`)
}

/** Does something with a fault at the first request that can meet it. Throws when none has. */
export async function atFirst<Result>(faults: Faults, fault: Fault, act: () => Promise<Result>): Promise<Result> {
  const { result, met } = await disturbed(faults, fault, act, 0)
  assert.ok(met > 0, `no request has met the fault ${JSON.stringify(fault)}`)
  return result
}

async function disturbed<Result>(
  faults: Faults,
  fault: Fault,
  act: () => Promise<Result>,
  after: number,
): Promise<{ readonly result: Result; readonly met: number }> {
  faults.clear()
  faults.next(fault, { after })
  try {
    const result = await act()
    return { result, met: faults.met() }
  } finally {
    faults.clear()
  }
}
