import type { OptionTable } from '@tranship/core/backend'

const ACLS = [
  { value: 'private', help: 'Owner gets full control. Nobody else has access.' },
  { value: 'public-read', help: 'Owner gets full control. Everyone gets read access.' },
  { value: 'public-read-write', help: 'Owner gets full control. Everyone gets read and write access.' },
  { value: 'authenticated-read', help: 'Owner gets full control. Every authenticated user gets read access.' },
] as const

/** What is said of each object and bucket that is written. */
export const STORING = {
  acl: {
    type: 'string',
    help: 'Canned ACL of new buckets, and of objects that are written or copied.\nLeave blank to send none.',
    choices: [
      ...ACLS,
      { value: 'bucket-owner-read', help: 'Object owner gets full control. Bucket owner gets read access.' },
      { value: 'bucket-owner-full-control', help: 'Object owner and bucket owner get full control.' },
    ],
    advanced: true,
  },
  bucket_acl: {
    type: 'string',
    help: 'Canned ACL used when creating buckets.\nLeave blank for that of "acl".',
    choices: ACLS,
    advanced: true,
  },
  storage_class: {
    type: 'string',
    help: 'Storage class of objects that are written or copied.\nLeave blank for the default of the service.',
    choices: [
      { value: 'STANDARD', help: 'Standard storage class' },
      { value: 'STANDARD_IA', help: 'Standard Infrequent Access storage class' },
      { value: 'ONEZONE_IA', help: 'One Zone Infrequent Access storage class' },
      { value: 'INTELLIGENT_TIERING', help: 'Intelligent-Tiering storage class' },
      { value: 'GLACIER_IR', help: 'Glacier Instant Retrieval storage class' },
      { value: 'GLACIER', help: 'Glacier Flexible Retrieval storage class' },
      { value: 'DEEP_ARCHIVE', help: 'Glacier Deep Archive storage class' },
    ],
    advanced: true,
  },
  directory_markers: {
    type: 'boolean',
    help: 'Keep directories, also empty ones, as empty objects whose key ends in "/".\nDirectories then exist by themselves: each that is needed costs a request.',
    default: false,
    advanced: true,
  },
  no_check_bucket: {
    type: 'boolean',
    help: 'Never make a bucket that is missing when a file is written to it.\nFor keys that may not make buckets.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable

/** How objects are encrypted by the service. */
export const ENCRYPTION = {
  server_side_encryption: {
    type: 'string',
    help: 'The server-side encryption algorithm used when storing this object in S3.\nLeave blank for the default of the bucket.',
    choices: [
      { value: 'AES256', help: 'Keys of the service (SSE-S3)' },
      { value: 'aws:kms', help: 'Keys of a key management service (SSE-KMS)' },
      { value: 'aws:kms:dsse', help: 'Two layers with such keys (DSSE-KMS)' },
    ],
    advanced: true,
  },
  sse_kms_key_id: {
    type: 'string',
    help: 'If using KMS ID you must provide the ARN of Key.\nLeave blank for the default key.',
    advanced: true,
    when: { server_side_encryption: ['aws:kms', 'aws:kms:dsse'] },
  },
  sse_customer_algorithm: {
    type: 'string',
    help: 'If using SSE-C, the server-side encryption algorithm used when storing this object in S3.\nLeave blank for AES256, which is the only one.',
    choices: [{ value: 'AES256', help: 'AES256' }],
    advanced: true,
  },
  sse_customer_key: {
    type: 'string',
    help: 'To use SSE-C you may provide the secret encryption key used to encrypt/decrypt your data: 32 bytes.\nAlternatively you can provide sse_customer_key_base64.',
    secret: 'plain',
    advanced: true,
  },
  sse_customer_key_base64: {
    type: 'string',
    help: 'If using SSE-C you must provide the secret encryption key encoded in base64 format to encrypt/decrypt your data.\nAlternatively you can provide sse_customer_key.',
    secret: 'plain',
    advanced: true,
  },
  sse_customer_key_md5: {
    type: 'string',
    help: 'If using SSE-C you may provide the secret encryption key MD5 checksum, in base64: the key is then held to it.\nIf you leave it blank, this is calculated automatically from the key.',
    advanced: true,
  },
} as const satisfies OptionTable

/** What keeps objects from being deleted or replaced. */
export const LOCKING = {
  object_lock_mode: {
    type: 'string',
    help: 'Object Lock mode of objects that are written: how they are kept until object_lock_retain_until_date.\nLeave blank for the default of the bucket.',
    choices: [
      { value: 'GOVERNANCE', help: 'Those with the right to bypass governance may delete them earlier.' },
      { value: 'COMPLIANCE', help: 'Nobody may delete them earlier.' },
    ],
    advanced: true,
  },
  object_lock_retain_until_date: {
    type: 'string',
    help: 'Until when objects that are written are kept: a time as in RFC 3339 (2030-01-02T15:04:05Z), or a duration from now (365d).',
    advanced: true,
    when: { object_lock_mode: ['GOVERNANCE', 'COMPLIANCE'] },
  },
  object_lock_legal_hold_status: {
    type: 'string',
    help: 'Whether objects that are written are kept until somebody takes their legal hold away.',
    choices: [
      { value: 'ON', help: 'Set a legal hold.' },
      { value: 'OFF', help: 'Set none.' },
    ],
    advanced: true,
  },
  bypass_governance_retention: {
    type: 'boolean',
    help: 'Delete objects that Object Lock keeps in governance mode.\nNeeds the right s3:BypassGovernanceRetention.',
    default: false,
    advanced: true,
  },
  bucket_object_lock_enabled: {
    type: 'boolean',
    help: 'Make new buckets with Object Lock, and so with versions.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable
