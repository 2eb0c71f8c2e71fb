/**
 * All that a plugin author imports: the contract, and small helpers without state.
 *
 * @packageDocumentation
 */
export * from './backend/backend.js'
export { type BucketPlace, bucketPlace, keyPrefix, nearestPath, pathOfKey } from './backend/bucket-keys.js'
export { belowRoot } from './backend/bucket-listing.js'
export { ConfigError, isConfigError } from './backend/config-error.js'
export * from './backend/context.js'
export { type KeyRange, type Pruning, pruning, rangeWithin } from './backend/key-range.js'
export { type NameEncoding, nameEncoding } from './backend/name-encoding.js'
export { authorizeByCode, freshToken, type OAuthProvider, parseToken, type Token } from './backend/oauth.js'
export type { Choice, OptionFacts, OptionSpec, OptionsOf, OptionTable, OptionValue, PresentOption } from './backend/options.js'
export { parseDuration } from './backend/quantity.js'
export { sliced } from './backend/sliced.js'
export { exactly, rejoined, takeHead, takenAtOnce, wholeOf } from './backend/source-bytes.js'
export { unpacked } from './backend/unpacked.js'
export * from './fs/bytes.js'
export { CRC_KINDS, type CrcKind, combinedCrc, crcHex } from './fs/crc.js'
export * from './fs/entry.js'
export * from './fs/error.js'
export * from './fs/fs.js'
export * from './fs/hash.js'
export * from './fs/order.js'
export * from './fs/path.js'
export * from './fs/stored-name.js'
export * from './fs/time.js'
export { pulled, untilAborted } from './fs/until-aborted.js'
export { whenAborted } from './fs/when-aborted.js'
export type { LimiterRange } from './http/adaptive/range.js'
export {
  createHttpClient,
  type FollowedAnswer,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  type LazyHttpClient,
  lazyHttpClient,
} from './http/client.js'
export { headersWith } from './http/extra-headers.js'
export type { Limiter, Slot, SlotUse } from './http/limiter.js'
export { isEmptyRange, rangeHeader, rangeLength } from './http/ranges.js'
export {
  type Call,
  createRequests,
  type OpenReply,
  type Reply,
  type Requests,
  readBody,
  type Service,
  settle,
} from './http/requests.js'
export { DEFAULT_RETRY, type RetryOptions, type RetryPolicy, repeatedly } from './http/retry.js'
export { type SecureOptions, secureOptions } from './http/secure-options.js'
export { spokenLine } from './http/spoken.js'
