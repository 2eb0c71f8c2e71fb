/**
 * Every storage behind one small contract, and a sync engine with no global state.
 *
 * @packageDocumentation
 */

export { isAsked, type OptionInput, parseBoolean, parseOptions, secretNames, valueProblem, withDefaults } from './backend/options.js'
export { parseDuration, parseSize } from './backend/quantity.js'
export { checkedBackend, createRegistry, type Registry } from './backend/registry.js'
export * from './backend.js'
export { parseAge } from './filter/age.js'
export type { FilterChoices, FilterRule, Partition } from './filter/choices.js'
export { filterLines } from './filter/dump.js'
export { createFilter, everything, type Filter } from './filter/filter.js'
export { parseListedPath } from './filter/listed-paths.js'
export type { CompiledGlob } from './filter/matcher.js'
export { compileGlob } from './filter/matcher.js'
export { namingOrigin } from './filter/origin.js'
export { parsePartition } from './filter/partition.js'
export type { Matcher } from './filter/plain.js'
export { type RuleText, type RuleTexts, rulesInOrder } from './filter/rule-text.js'
export { type AdaptiveLimiter, type AdaptiveLimits, createAdaptiveLimiter } from './http/adaptive/adaptive-limiter.js'
export type { Choice as LimiterChoice, ChoiceReason } from './http/adaptive/lane.js'
export type { Clock } from './http/clock.js'
export { createFixedLimiter, type FixedLimits } from './http/limiter.js'
export { capped, paced, startsPerSecond } from './http/paced.js'
export type { Rate, TokenBucket } from './http/token-bucket.js'
export { type Interceptor, intercept, type Method, type Operation } from './layers/intercept.js'
export { subdirectory } from './layers/subdirectory.js'
export { type CatOptions, cat, type Section } from './operations/cat.js'
export { type CheckOptions, type CheckVerdict, check } from './operations/check.js'
export { type CheckSumsOptions, checkSums } from './operations/check-sums.js'
export { type DedupeEvent, type DedupeOptions, dedupe } from './operations/dedupe.js'
export { type DeleteEvent, type DeleteFilesOptions, deleteFiles } from './operations/delete-files.js'
export type { DetailsOptions } from './operations/details.js'
export { type Details, type DetailsWanted, detailsOf } from './operations/details.js'
export type { DigestSource } from './operations/digest.js'
export type { DuplicateFiles } from './operations/duplicates.js'
export type { Failures } from './operations/failures.js'
export type { FileChoices, TreeChoices } from './operations/files.js'
export { type FileDigest, type HashFilesOptions, hashFiles } from './operations/hash-files.js'
export { nameOfUrl, openUrl, type UrlContent } from './operations/open-url.js'
export { type PurgeOptions, purge } from './operations/purge.js'
export { type PutStreamOptions, putStream } from './operations/put-stream.js'
export {
  type RemoveDirectoryEvent,
  type RemoveEmptyDirectoriesOptions,
  removeEmptyDirectories,
} from './operations/remove-empty-directories.js'
export { type Resolution, type ResolvingMode, resolutionOf } from './operations/resolution.js'
export { type SetTierOptions, setTiers } from './operations/set-tier.js'
export { type TotalSize, type TotalSizeOptions, totalSize } from './operations/size.js'
export { sumFileLine, sumFileName } from './operations/sum-file.js'
export { type TouchEvent, type TouchOptions, touchFile, touchFiles } from './operations/touch.js'
export { type Bandwidth, createBandwidth, type Way, waysBetween } from './progress/bandwidth.js'
export type { TimetableEntry } from './progress/bandwidth-schedule.js'
export { type BandwidthLimit, type BandwidthSchedule, bandwidthAt, parseBandwidth } from './progress/bandwidth-schedule.js'
export { createMeters, type Due, type Meter, type Meters } from './progress/meter.js'
export type { ConfigLine } from './remote/config-line.js'
export {
  type ConfigText,
  configProblem,
  parseConfig,
  printConfig,
  renamedSection,
  sectionNames,
  sectionOf,
  withoutSection,
  withSection,
} from './remote/config-text.js'
export { writeParameters } from './remote/connection-string.js'
export { type Location, parseLocation, type RemotePath, remoteNameProblem } from './remote/location.js'
export { isObscured, obscure, reveal } from './remote/obscure.js'
export {
  backendOf,
  type FilePlace,
  type Opened,
  type OptionSources,
  type OptionTexts,
  openDirectory,
  openFilePlace,
  openFs,
  openLocation,
  type RemoteSettings,
  type Surroundings,
  settingsOf,
} from './remote/open.js'
export { apply } from './sync/apply.js'
export type {
  Change,
  CopyAction,
  CopyReason,
  DeleteAction,
  DropAction,
  KeepReason,
  MakeAction,
  RenameAction,
  TouchAction,
} from './sync/decide/action.js'
export type { Comparison, CutoffMode, DeleteMoment, RenameStrategy, SyncChoices, TransferOrder } from './sync/decide/choices.js'
export type { References } from './sync/decide/settle.js'
export type { How, Notice, Report, StoppedBecause, SyncEvent, WithheldBecause } from './sync/event.js'
export { type AdmissionOptions, admissionOf, checkSides, type Side, transferSides } from './sync/execute/admission.js'
export type { CheckpointStore } from './sync/execute/checkpoints.js'
export type { Admission } from './sync/execute/tasks.js'
export type { Scope } from './sync/join/pairs.js'
export { parsePlanLine, planLine } from './sync/plan-line.js'
export type { SyncSummary } from './sync/summary.js'
export { type SyncOptions, sync } from './sync/sync.js'
export { type LevelOptions, type ListingOptions, level, listing } from './tree/listing.js'
export type { LookupOptions } from './tree/lookup.js'
export type { Scratch } from './tree/scratch.js'
export type { SpoolOptions } from './tree/spool.js'
export { type WalkOptions, walk } from './tree/walk.js'
