import type { Check } from './check.js'
import { type Declared, declareChecks, type Test } from './declare-checks.js'
import type { FaultCheck } from './fault-checks/fault-check.js'
import { faultChecks } from './fault-checks.js'
import type { Faults } from './fault-plan.js'
import type { Outcome } from './outcome.js'
import { type CheckFailure, runCheck, type Suite } from './run-check.js'
import type { Opened, Site } from './scratch.js'

/** A place for one check, as core's `openFs` opens it, and what disturbs its requests. */
export interface Disturbed extends Opened {
  readonly faults: Faults
}

export interface FaultsSuite extends Suite, Declared {
  open(): Promise<Disturbed>
}

/** Declares one test for each fault check and site, as `describeFs` does. */
export function describeFaults(test: Test, suite: FaultsSuite): readonly Outcome[] {
  return declareChecks(test, suite, faultChecks, (check, site) => runFaultCheck(check, suite, site))
}

/** Runs one fault check in a place of its own, which is undisturbed before and after. Rejects only when there is no place to be had. */
export async function runFaultCheck(check: FaultCheck, suite: FaultsSuite, site: Site): Promise<Outcome | CheckFailure> {
  const opened = await suite.open()
  const { faults } = opened
  const undisturbed: Check = { ...check, run: (scratch) => check.run(scratch, faults).finally(() => faults.clear()) }
  return runCheck(undisturbed, { ...suite, open: async () => opened }, site)
}
