import type { FsErrorKind } from '@tranship/core/backend'

/** What one code or status of an answer means. */
export interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
}

export const WRONG_REGION: Meaning = { kind: 'denied' }
export const BUSY: Meaning = { kind: 'unavailable' }
const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'the service asks for fewer requests' }
const CORRUPT: Meaning = { kind: 'mismatch', message: 'the service received other bytes than were sent' }
export const SKEWED: Meaning = { kind: 'denied' }
export const WRONG_KEYS: Meaning = {
  kind: 'signed-out',
  message: 'the signature does not match: access_key_id or secret_access_key is wrong',
}
const NO_KEY: Meaning = { kind: 'denied', message: 'the key of "sse_kms_key_id", or of the object, cannot be used' }
const PART_LOST: Meaning = { kind: 'unavailable', message: 'the service does not have a part that was sent' }
export const ARCHIVED: Meaning = { kind: 'unsupported' }

/** What the error codes of S3 and of its clones mean. */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: { kind: 'not-found', message: 'no such bucket' },
  NoSuchKey: { kind: 'not-found', message: 'no such object' },
  NotFound: { kind: 'not-found', message: 'no such object' },
  NoSuchVersion: { kind: 'not-found', message: 'no such version' },
  NoSuchUpload: { kind: 'unavailable', message: 'the service no longer knows the upload' },
  InvalidPart: PART_LOST,
  InvalidPartOrder: PART_LOST,
  AccessDenied: { kind: 'denied', message: 'access denied' },
  AccessDeniedException: { kind: 'denied', message: 'access denied' },
  AllAccessDisabled: { kind: 'denied' },
  AccountProblem: { kind: 'denied' },
  InvalidPayer: { kind: 'denied' },
  NotSignedUp: { kind: 'denied' },
  UnauthorizedAccess: { kind: 'denied' },
  UserSuspended: { kind: 'denied', message: 'the account is suspended' },
  RequestTimeTooSkewed: SKEWED,
  RequestExpired: SKEWED,
  InvalidAccessKeyId: { kind: 'signed-out', message: 'the service does not know this access_key_id' },
  SignatureDoesNotMatch: WRONG_KEYS,
  InvalidClientTokenId: { kind: 'signed-out', message: 'the service does not know this access_key_id' },
  InvalidSecurity: { kind: 'signed-out' },
  InvalidToken: { kind: 'signed-out', message: 'the session_token is wrong' },
  ExpiredTokenException: { kind: 'signed-out', message: 'the session_token has expired' },
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
  EntityTooSmall: { kind: 'unsupported', message: 'the service wants larger parts: set "chunk_size" higher' },
  MetadataTooLarge: { kind: 'unsupported', message: 'the metadata is longer than the service allows' },
  EntityTooLarge: { kind: 'unsupported', message: 'the object is larger than the service allows' },
  XMinioInvalidObjectName: { kind: 'invalid-path', message: 'the service allows no key of this name' },
  XMinioServerNotInitialized: BUSY,
  XMinioStorageFull: { kind: 'quota', message: 'the storage is full' },
  PreconditionFailed: { kind: 'precondition-failed', message: 'the object is not the one that was meant' },
  ConditionalRequestConflict: BUSY,
  OperationAborted: BUSY,
  BadDigest: CORRUPT,
  InvalidDigest: CORRUPT,
  IncompleteBody: CORRUPT,
  XAmzContentSHA256Mismatch: CORRUPT,
  XAmzContentChecksumMismatch: CORRUPT,
  InvalidObjectState: ARCHIVED,
  ObjectNotInActiveTierError: ARCHIVED,
  InvalidEncryptionAlgorithmError: { kind: 'unsupported' },
  'KMS.DisabledException': NO_KEY,
  'KMS.InvalidStateException': NO_KEY,
  'KMS.KMSInvalidStateException': NO_KEY,
  'KMS.NotFoundException': NO_KEY,
  RestoreAlreadyInProgress: { kind: 'unavailable', message: 'the object is being restored already' },
  InvalidStorageClass: { kind: 'unsupported', message: 'the service has no such storage class' },
  ObjectLockConfigurationNotFoundError: { kind: 'unsupported', message: 'the bucket has no object lock' },
  InvalidRange: { kind: 'unsupported', message: 'the range is beyond the end of the object' },
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
export const STATUSES: Readonly<Record<number, Meaning>> = {
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
