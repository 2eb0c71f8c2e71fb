import { ConfigError, parseDuration } from '@tranship/core/backend'
import { SMALLEST_PART } from '../options/transferring.js'
import type { S3Options } from '../options.js'
import { checksumNamed, type UploadChecksums } from './checksums.js'
import { type CredentialSource, credentialSourceOf, identityOf } from './credential-source.js'
import { type CustomerKey, customerKeyOf } from './customer-key.js'
import { type Provider, providerOf } from './provider.js'
import { USUAL_CHECKSUMS } from './providers.js'

/** What a remote shows instead of its objects as they are; it is read, never written. */
export type VersionView =
  /** Every version, older ones under names of their own; deletions too, where wanted. */
  | { readonly kind: 'all'; readonly showsDeleted: boolean }
  /** What there was at a time, in milliseconds since the epoch. */
  | { readonly kind: 'at'; readonly time: number }

/** What keeps new objects from being deleted. */
interface ObjectLock {
  readonly ObjectLockMode?: 'GOVERNANCE' | 'COMPLIANCE'
  readonly ObjectLockRetainUntilDate?: Date
  readonly ObjectLockLegalHoldStatus?: 'ON' | 'OFF'
}

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  readonly credentials: CredentialSource
  readonly signature: 'v2' | 'v4'
  /** As the remote names it, for messages. */
  readonly region: string
  /** The name that requests are signed with. */
  readonly signingRegion: string
  /** An absolute URL; absent: AWS, by the region. */
  readonly endpoint: string | undefined
  readonly provider: Provider
  readonly pathStyle: boolean
  /** Which of its endpoints AWS is asked by. */
  readonly addressing: { readonly accelerate: boolean; readonly dualStack: boolean; readonly arnRegion: boolean }
  /** Each request signs the SHA-256 of its body. */
  readonly signsBodies: boolean
  readonly requesterPays: boolean
  readonly locationConstraint: string | undefined
  readonly acl: string | undefined
  readonly bucketAcl: string | undefined
  readonly storageClass: string | undefined
  readonly encryption: { readonly algorithm: string; readonly kmsKeyId: string | undefined } | undefined
  readonly customerKey: CustomerKey | undefined
  readonly objectLock: ObjectLock
  readonly locksNewBuckets: boolean
  readonly bypassesGovernance: boolean
  /** Bytes: what is sent as one request. */
  readonly uploadCutoff: number
  /** Bytes. */
  readonly chunkSize: number
  readonly mostParts: number
  readonly uploadConcurrency: number
  /** Bytes: what is copied as one request. */
  readonly copyCutoff: number
  /** The MD5 of a large file is stored beside it. */
  readonly keepsMd5: boolean
  /** Checksums besides MD5; empty: none is sent, nor asked for. */
  readonly checksums: UploadChecksums
  /** The ETag of a multipart object is held to that of its parts. */
  readonly comparesCompositeETag: boolean
  readonly leavesParts: boolean
  /** An upload whose answer tells no ETag is followed by a HEAD. */
  readonly looksAfterUpload: boolean
  readonly decompresses: boolean
  readonly listVersion: 1 | 2
  readonly listChunk: number
  readonly encodesListings: boolean
  readonly makesMissingBuckets: boolean
  readonly keepsDirectories: boolean
  /** Absent: objects as they are. */
  readonly view: VersionView | undefined
  /** Every request goes through the SDK's own pipeline. */
  readonly sdkOnly: boolean
}

const DEFAULT_REGION = 'us-east-1'
const GIBIBYTE = 1024 ** 3
/** Bytes: the most that S3 takes as one request, be it an object, a part or a copy. */
const LARGEST_REQUEST = 5 * GIBIBYTE
/** The most parts that S3 puts together to one object. */
const MOST_PARTS = 10_000

type Fail = (problem: string) => never
type Environment = Readonly<Record<string, string | undefined>>

/**
 * Throws a ConfigError that says which option is wrong. Of the environment only the region is read, and only where the
 * credentials come from there too.
 */
export function settingsOf(options: S3Options, remote: string, environment: Environment = {}): Settings {
  const fail: Fail = (problem) => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const credentials = credentialSourceOf(options, fail)
  const surroundings = credentials.kind === 'chain' ? (environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION) : undefined
  const region = options.region ?? surroundings ?? DEFAULT_REGION
  const endpoint =
    options.endpoint === undefined ? undefined : (endpointUrl(options.endpoint) ?? fail(`"endpoint" is no URL: ${options.endpoint}`))
  const isClone = region.startsWith('other-')
  if (isClone && endpoint === undefined) fail(`region "${region}" needs "endpoint"`)
  const isPlain = endpoint?.startsWith('http:') === true

  const provider = providerOf(options.provider, endpoint)
  const customerKey = customerKeyOf(options, fail)
  if (customerKey !== undefined && isPlain) fail('"sse_customer_key" needs an https endpoint: over http anybody could read the key')
  const { sdk_only: sdkOnly, server_side_encryption: algorithm, acl } = options
  const signature = options.v2_auth || region === 'other-v2-signature' ? 'v2' : 'v4'
  const listVersion = within(options, 'list_version', 0, 2, fail)
  const chunkSize = within(options, 'chunk_size', SMALLEST_PART, LARGEST_REQUEST, fail)
  const mostParts = within(options, 'max_upload_parts', 1, MOST_PARTS, fail)
  return {
    credentials,
    signature,
    region,
    signingRegion: isClone ? DEFAULT_REGION : region,
    endpoint,
    provider,
    pathStyle: options.force_path_style ?? !provider.virtualHosts,
    addressing: { accelerate: options.use_accelerate_endpoint, dualStack: options.use_dual_stack, arnRegion: options.use_arn_region },
    signsBodies: !sdkOnly && signature === 'v4' && credentials.kind !== 'anonymous' && !(options.use_unsigned_payload ?? !isPlain),
    requesterPays: options.requester_pays,
    locationConstraint: options.location_constraint,
    acl,
    bucketAcl: options.bucket_acl ?? acl,
    storageClass: options.storage_class,
    encryption: algorithm === undefined ? undefined : { algorithm, kmsKeyId: options.sse_kms_key_id },
    customerKey,
    objectLock: objectLockOf(options, fail),
    locksNewBuckets: options.bucket_object_lock_enabled,
    bypassesGovernance: options.bypass_governance_retention,
    uploadCutoff:
      options.upload_cutoff === undefined
        ? chunkSize
        : within({ upload_cutoff: options.upload_cutoff }, 'upload_cutoff', 0, LARGEST_REQUEST, fail),
    chunkSize: Math.max(chunkSize, provider.smallestPart),
    mostParts: Math.min(mostParts, provider.mostParts),
    uploadConcurrency: within(options, 'upload_concurrency', 1, 1000, fail),
    copyCutoff: provider.copiesParts ? within(options, 'copy_cutoff', SMALLEST_PART, LARGEST_REQUEST, fail) : provider.largestCopy,
    keepsMd5: !options.disable_checksum,
    checksums: checksumsOf(options, provider, fail),
    comparesCompositeETag: options.use_multipart_etag ?? provider.compositeETag,
    leavesParts: options.leave_parts_on_error,
    looksAfterUpload: !options.no_head,
    decompresses: options.decompress,
    listVersion: listVersion === 1 || listVersion === 2 ? listVersion : provider.listVersion,
    listChunk: within(options, 'list_chunk', 1, 100_000, fail),
    encodesListings: options.list_url_encode ?? provider.encodesListings,
    makesMissingBuckets: !options.no_check_bucket,
    keepsDirectories: options.directory_markers,
    view: viewOf(options, fail),
    sdkOnly,
  }
}

/** What makes two remotes one realm of server-side copies: service and account, no secret. */
export function realmOf(settings: Settings): string {
  return `s3:${settings.endpoint ?? 'aws'}:${identityOf(settings.credentials)}`
}

function within<Name extends string>(options: Readonly<Record<Name, number>>, name: Name, least: number, most: number, fail: Fail): number {
  const value = options[name]
  return value >= least && value <= most ? value : fail(`"${name}" must be from ${least} to ${most}`)
}

function checksumsOf(options: S3Options, provider: Provider, fail: Fail): UploadChecksums {
  const { checksum_algorithm: algorithm, use_data_integrity_protections: isWanted } = options
  const chosen =
    algorithm === undefined ? undefined : (checksumNamed(algorithm) ?? fail(`"checksum_algorithm" is none of S3: ${algorithm}`))
  if (isWanted === false) return {}
  if (chosen !== undefined) return { whole: chosen, parts: chosen }
  return isWanted === true ? { ...USUAL_CHECKSUMS, ...provider.checksums } : provider.checksums
}

function objectLockOf(options: S3Options, fail: Fail): ObjectLock {
  const { object_lock_mode: mode, object_lock_retain_until_date: until, object_lock_legal_hold_status: hold } = options
  if (mode !== undefined && mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') fail(`"object_lock_mode" is no mode: ${mode}`)
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') fail('"object_lock_legal_hold_status" must be ON or OFF')
  if ((mode === undefined) !== (until === undefined)) fail('"object_lock_mode" and "object_lock_retain_until_date" need each other')
  const date = until === undefined ? undefined : (timeOf(until, 1) ?? fail('"object_lock_retain_until_date" is no time'))
  return {
    ...(mode === undefined ? {} : { ObjectLockMode: mode as 'GOVERNANCE' }),
    ...(date === undefined ? {} : { ObjectLockRetainUntilDate: new Date(date) }),
    ...(hold === undefined ? {} : { ObjectLockLegalHoldStatus: hold as 'ON' }),
  }
}

function viewOf({ versions, version_at: at, version_deleted: showsDeleted }: S3Options, fail: Fail): VersionView | undefined {
  if (at !== undefined) {
    if (versions) fail('give "versions" or "version_at", not both')
    return { kind: 'at', time: timeOf(at, -1) ?? fail(`"version_at" is no time: ${at}`) }
  }
  return versions ? { kind: 'all', showsDeleted } : undefined
}

/** Milliseconds since the epoch of a date, or of a duration from now in this direction. */
function timeOf(text: string, direction: 1 | -1): number | undefined {
  const duration = parseDuration(text)
  if (duration !== undefined) return Number.isFinite(duration) ? Date.now() + direction * duration : undefined
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** The endpoint as an absolute URL without a slash at its end; https where no scheme is given. */
function endpointUrl(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
