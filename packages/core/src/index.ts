/**
 * Every storage behind one small contract, and a sync engine with no global state.
 *
 * @packageDocumentation
 */

export { isAsked, type OptionInput, parseOptions, secretNames, valueProblem, withDefaults } from './backend/options.js'
export { parseDuration, parseSize } from './backend/quantity.js'
export { checkedBackend, createRegistry, type Registry } from './backend/registry.js'
export * from './backend.js'
export { createFixedLimiter, type FixedLimits } from './http/limiter.js'
export { type Interceptor, intercept, type Method, type Operation } from './layers/intercept.js'
export { subdirectory } from './layers/subdirectory.js'
export { type CheckOptions, type CheckVerdict, check } from './operations/check.js'
export { type PurgeOptions, purge } from './operations/purge.js'
export { createMeters, type Meter, type Meters } from './progress/meter.js'
export type { ConfigLine } from './remote/config-line.js'
export {
  type ConfigText,
  configProblem,
  parseConfig,
  printConfig,
  sectionNames,
  sectionOf,
  withoutSection,
  withSection,
} from './remote/config-text.js'
export { type Location, parseLocation, type RemotePath, remoteNameProblem } from './remote/location.js'
export { type Opened, openDirectory, openFs, openLocation, type Surroundings } from './remote/open.js'
export type { Action, CopyReason } from './sync/decide.js'
export type { Report, SyncEvent, SyncSummary } from './sync/event.js'
export type { Comparison, SyncChoices } from './sync/rules.js'
export { type SyncOptions, sync } from './sync/sync.js'
export { level, listing } from './tree/listing.js'
export { type WalkOptions, walk } from './tree/walk.js'
