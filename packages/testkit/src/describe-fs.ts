import { checks } from './checks.js'
import { type Declared, declareChecks, type Test } from './declare-checks.js'
import type { Outcome } from './outcome.js'
import { runCheck, type Suite } from './run-check.js'

export interface FsSuite extends Suite, Declared {}

/**
 * Declares one test for each check and site. Those that do not concern the backend pass and print why. Gives the table of
 * outcomes, which fills as the tests run.
 */
export function describeFs(test: Test, suite: FsSuite): readonly Outcome[] {
  return declareChecks(test, suite, checks, (check, site) => runCheck(check, suite, site))
}
