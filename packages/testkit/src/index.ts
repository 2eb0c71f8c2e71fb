/**
 * The conformance kit: what the contract of `@tranship/core` promises, as checks that any backend can be put to.
 *
 * @packageDocumentation
 */
export type { Budgets, CountedOperation, Told } from './budgets.js'
export type { Check } from './check.js'
export { checks } from './checks.js'
export type { Declared, Test } from './declare-checks.js'
export { type Disturbed, describeFaults, type FaultsSuite, runFaultCheck } from './describe-faults.js'
export { describeFs, type FsSuite } from './describe-fs.js'
export { type Fault, strikesAnswer, strikesRequest } from './fault.js'
export type { FaultCheck } from './fault-checks/fault-check.js'
export { faultChecks } from './fault-checks.js'
export { createFaultPlan, type FaultPlan, type Faults, type Occasion } from './fault-plan.js'
export { type KnownFailure, type Outcome, tableText } from './outcome.js'
export { type Quirks, quirky } from './quirky.js'
export { type CheckFailure, runCheck, type Suite } from './run-check.js'
export { type Opened, type Scratch, SITES, type Site, type StorageClass } from './scratch.js'
