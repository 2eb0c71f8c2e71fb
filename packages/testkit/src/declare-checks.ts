import type { Check } from './check.js'
import type { KnownFailure, Outcome } from './outcome.js'
import type { CheckFailure } from './run-check.js'
import { SITES, type Site } from './scratch.js'

/** A function of a test runner that takes a named test: `test` of vitest or node:test, `it` of mocha. */
export type Test = (name: string, run: () => Promise<void>) => unknown

export interface Declared {
  /** What is tried, for the names of the tests. */
  readonly name: string
  /** What cannot hold yet. */
  readonly knownFailures?: readonly KnownFailure[]
}

/**
 * Declares one test for each check and site. Those that do not concern the backend pass and print why. Gives the table of
 * outcomes, which fills as the tests run.
 */
export function declareChecks<Named extends Pick<Check, 'name'>>(
  test: Test,
  { name, knownFailures = [] }: Declared,
  checks: readonly Named[],
  run: (check: Named, site: Site) => Promise<Outcome | CheckFailure>,
): readonly Outcome[] {
  const table: Outcome[] = []
  for (const { check } of knownFailures) {
    if (!checks.some((known) => known.name === check)) throw new Error(`${name}: no check is named ${JSON.stringify(check)}`)
  }
  for (const site of SITES) {
    for (const check of checks) {
      const known = knownFailures.find((failure) => failure.check === check.name)
      test(`${name}, ${site}: ${check.name}`, async () => {
        const outcome = await run(check, site)
        if (known === undefined || outcome.result === 'skipped') {
          table.push(outcome)
          if (outcome.result === 'skipped') console.log(`skipped: ${check.name}: ${outcome.reason}`)
          if ('error' in outcome) throw outcome.error
          return
        }
        if (outcome.result === 'passed') {
          const reason = 'it stands in the list of known failures, and passes: strike it out'
          table.push({ ...outcome, result: 'failed', reason })
          throw new Error(reason)
        }
        table.push({ check: check.name, site, result: 'known failure', reason: `${known.reason} (${known.takenBy})` })
        console.log(`known failure: ${check.name}: ${known.reason}`)
      })
    }
  }
  return table
}
