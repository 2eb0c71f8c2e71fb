import { FsError, type FsErrorKind, isFsError } from '@tranship/core/backend'

interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
}

const WRONG_REGION: Meaning = { kind: 'denied' }
const BUSY: Meaning = { kind: 'unavailable' }
const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'the service asks for fewer requests' }
const CORRUPT: Meaning = { kind: 'mismatch', message: 'the service received other bytes than were sent' }
const SKEWED: Meaning = { kind: 'denied' }

/** What the error codes of S3 and of its clones mean. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: { kind: 'not-found', message: 'no such bucket' },
  NoSuchKey: { kind: 'not-found', message: 'no such object' },
  NotFound: { kind: 'not-found', message: 'no such object' },
  NoSuchUpload: { kind: 'unavailable', message: 'the service no longer knows the upload' },
  AccessDenied: { kind: 'denied', message: 'access denied' },
  AllAccessDisabled: { kind: 'denied' },
  AccountProblem: { kind: 'denied' },
  UserSuspended: { kind: 'denied', message: 'the account is suspended' },
  RequestTimeTooSkewed: SKEWED,
  RequestExpired: SKEWED,
  InvalidAccessKeyId: { kind: 'signed-out', message: 'the service does not know this access_key_id' },
  SignatureDoesNotMatch: { kind: 'signed-out', message: 'the signature does not match: access_key_id or secret_access_key is wrong' },
  InvalidSecurity: { kind: 'signed-out' },
  InvalidToken: { kind: 'signed-out', message: 'the session_token is wrong' },
  ExpiredToken: { kind: 'signed-out', message: 'the session_token has expired' },
  TokenRefreshRequired: { kind: 'signed-out', message: 'the session_token has expired' },
  AuthorizationHeaderMalformed: WRONG_REGION,
  PermanentRedirect: WRONG_REGION,
  IllegalLocationConstraintException: {
    kind: 'denied',
    message: 'the region does not make buckets with this location_constraint: the two must match',
  },
  InvalidLocationConstraint: { kind: 'unsupported', message: 'the service has no such location_constraint' },
  TemporaryRedirect: { kind: 'unavailable', message: 'the bucket is just being made, its name is not known everywhere yet' },
  BucketAlreadyExists: { kind: 'already-exists', message: 'another account has a bucket of this name' },
  BucketAlreadyOwnedByYou: { kind: 'already-exists', message: 'the bucket exists' },
  BucketNotEmpty: { kind: 'not-empty', message: 'the bucket is not empty' },
  ExistingObjectIsDirectory: { kind: 'already-exists', message: 'the service has a directory of this name' },
  ObjectParentIsFile: { kind: 'already-exists', message: 'the service has a file where a directory of this path would be' },
  InvalidBucketName: { kind: 'invalid-path', message: 'the service allows no bucket of this name' },
  InvalidObjectName: { kind: 'invalid-path', message: 'the service allows no key of this name' },
  KeyTooLongError: { kind: 'invalid-path', message: 'the name is longer than the service allows' },
  InvalidURI: { kind: 'invalid-path' },
  QuotaExceeded: { kind: 'quota', message: 'the quota is used up' },
  ServiceQuotaExceededException: { kind: 'quota' },
  TooManyBuckets: { kind: 'quota', message: 'the account has as many buckets as it may' },
  EntityTooLarge: { kind: 'unsupported', message: 'the object is larger than the service allows' },
  XMinioStorageFull: { kind: 'quota', message: 'the storage is full' },
  PreconditionFailed: { kind: 'precondition-failed', message: 'the object is not the one that was meant' },
  ConditionalRequestConflict: BUSY,
  OperationAborted: BUSY,
  BadDigest: CORRUPT,
  InvalidDigest: CORRUPT,
  IncompleteBody: CORRUPT,
  XAmzContentSHA256Mismatch: CORRUPT,
  XAmzContentChecksumMismatch: CORRUPT,
  InvalidObjectState: { kind: 'unsupported', message: 'the object is archived: it must be restored first' },
  MethodNotAllowed: { kind: 'unsupported' },
  NotImplemented: { kind: 'unsupported', message: 'the service does not do this' },
  SlowDown: SLOW_DOWN,
  Throttling: SLOW_DOWN,
  ThrottlingException: SLOW_DOWN,
  TooManyRequests: SLOW_DOWN,
  RequestLimitExceeded: SLOW_DOWN,
  BandwidthLimitExceeded: SLOW_DOWN,
  InternalError: BUSY,
  ServiceUnavailable: BUSY,
  RequestTimeout: BUSY,
}

/** What the status of an answer means when its code says nothing; one of 500 and more is `unavailable`. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  301: WRONG_REGION,
  401: { kind: 'signed-out' },
  403: { kind: 'denied', message: 'access denied' },
  404: { kind: 'not-found', message: 'no such object' },
  405: { kind: 'unsupported' },
  412: { kind: 'precondition-failed', message: 'the object is not the one that was meant' },
  413: { kind: 'unsupported', message: 'the object is larger than the service allows' },
  429: SLOW_DOWN,
  501: { kind: 'unsupported', message: 'the service does not do this' },
  507: { kind: 'quota', message: 'the storage is full' },
}

/** The error codes, of Node and of undici, of a connection that failed, which may work the next time. */
const CONNECTION =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN|PROTO)|ABORT_ERR|HPE_\w+|UND_ERR_(?:SOCKET|(?:CONNECT|HEADERS|BODY)_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH))$/

/** An error of the SDK: of the service, when it has a status, else of the connection. */
interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  readonly Code?: string
  readonly Region?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

/** What a failed request was about, for its message. */
export interface Subject {
  readonly path: string
  readonly region: string
  /** The host that was asked. */
  readonly host: string
}

/** The code of an answer that the service gave, or its status where it gave none; undefined when no answer came. */
export function serviceCode(error: unknown): string | undefined {
  const { name, Code, $metadata } = asSdkError(error)
  if ($metadata?.httpStatusCode === undefined) return undefined
  const code = Code ?? name
  return code === undefined || /^(?:Error|Unknown|UnknownError|S3ServiceException|SyntaxError)$/.test(code)
    ? String($metadata.httpStatusCode)
    : code
}

/** Whether an answer without a body (to a HEAD) leaves open what was wrong: keys, clock, region or rights. */
export function isVague(error: unknown): boolean {
  return ['301', '400', '403'].includes(serviceCode(error) ?? '')
}

/** Any error of a request as an FsError. One that is an FsError already stays as it is. */
export function toFsError(error: unknown, subject: Subject): FsError {
  if (isFsError(error)) return error
  const { path } = subject
  const sdkError = asSdkError(error)
  const code = serviceCode(error)
  if (code === undefined) return connectionError(error, sdkError, subject)

  const status = sdkError.$metadata?.httpStatusCode ?? 0
  const meaning = MEANINGS[code] ?? STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
  const retryAfter = Number(sdkError.$response?.headers?.['retry-after']) * 1000
  return new FsError(meaning.kind, messageOf(meaning, code, sdkError, subject), {
    path,
    cause: error,
    ...(retryAfter >= 0 ? { retryAfter } : {}),
  })
}

function messageOf(meaning: Meaning, code: string, error: SdkError, { path, region }: Subject): string {
  if (meaning === SKEWED) return `the clock of this machine is ${skew(error)} (${code})`
  const right = error.Region ?? error.$response?.headers?.['x-amz-bucket-region']
  if (meaning === WRONG_REGION && (code !== 'AuthorizationHeaderMalformed' || right !== undefined || /region/i.test(error.message ?? ''))) {
    const advice = right === undefined ? '' : `: set "region" to ${right}`
    return `incorrect region, the bucket is not in '${region}' region${advice}`
  }
  const what = code === 'NoSuchBucket' ? `: ${JSON.stringify(path.split('/')[0])}` : ''
  return `${meaning.message ?? spoken(error.message)}${what} (${code})`
}

function connectionError(error: unknown, { name, code, message }: SdkError, { path, host }: Subject): FsError {
  const isConnection = name === 'TimeoutError' || (typeof code === 'string' && CONNECTION.test(code))
  const reason = typeof code === 'string' && !code.startsWith('UND_ERR') ? code : spoken(message)
  if (code === 'ENOTFOUND') return new FsError('unavailable', `there is no host ${host}`, { path, cause: error, temporary: false })
  return isConnection
    ? new FsError('unavailable', `no answer from ${host}: ${reason}`, { path, cause: error })
    : new FsError('unexpected', `the request to ${host} failed: ${spoken(message)}`, { path, cause: error })
}

/** How far this machine's clock is off, by the Date of the answer. */
function skew({ $response }: SdkError): string {
  const theirs = Date.parse($response?.headers?.date ?? '')
  if (Number.isNaN(theirs)) return 'too far from that of the service'
  const minutes = Math.round((Date.now() - theirs) / 60_000)
  const size = Math.abs(minutes)
  return `${Math.floor(size / 60)} h ${size % 60} min ${minutes < 0 ? 'behind' : 'ahead of'} that of the service`
}

/** A text of the service or the SDK, fit for one line. */
function spoken(text: string | undefined): string {
  const line = (text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return line === '' || line === 'UnknownError' ? 'the service refused' : line.charAt(0).toLowerCase() + line.slice(1)
}

function asSdkError(error: unknown): SdkError {
  return typeof error === 'object' && error !== null ? error : { message: String(error) }
}
