/**
 * The conformance kit: what the contract of `@tranship/core` promises, as checks that any backend can be put to.
 *
 * @packageDocumentation
 */
export type { Check } from './check.js'
export { checks } from './checks.js'
export { describeFs, type FsSuite, type Test } from './describe-fs.js'
export { type KnownFailure, type Outcome, tableText } from './outcome.js'
export { type Quirks, quirky } from './quirky.js'
export { type CheckFailure, runCheck, type Suite } from './run-check.js'
export { type Opened, type Scratch, SITES, type Site } from './scratch.js'
