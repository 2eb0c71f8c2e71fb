import type { OptionsOf, OptionTable } from '@tranship/core/backend'
import { PROVIDERS } from './client/provider.js'
import { LOCATION_CHOICES, REGION_CHOICES } from './client/regions.js'

const MEBIBYTE = 1024 ** 2

/** A service takes no smaller part, except as the last one. */
export const SMALLEST_PART = 5 * MEBIBYTE

/** The table of a remote's options: the five that everybody needs first, then the advanced ones. */
export const OPTIONS = {
  access_key_id: { type: 'string', help: 'AWS Access Key ID.' },
  secret_access_key: { type: 'string', help: 'AWS Secret Access Key (password).', secret: 'plain' },
  region: { type: 'string', help: 'Region to connect to.', choices: REGION_CHOICES },
  endpoint: {
    type: 'string',
    help: 'Endpoint for S3 API.\nLeave blank if using AWS to use the default endpoint for the region.\nSpecify if using an S3 clone such as Ceph.',
  },
  location_constraint: {
    type: 'string',
    help: 'Location constraint - must be set to match the Region. Used when creating buckets only.',
    choices: LOCATION_CHOICES,
  },
  provider: {
    type: 'string',
    help: 'The service behind the endpoint.\nLeave blank to have it inferred: AWS without an endpoint or with one of AWS, Other with any other endpoint.',
    choices: PROVIDERS.map(({ name, help }) => ({ value: name, help })),
    advanced: true,
  },
  session_token: { type: 'string', help: 'Session token of temporary access keys.', secret: 'plain', advanced: true },
  acl: {
    type: 'string',
    help: 'Canned ACL of new buckets, and of objects that are written or copied.\nLeave blank to send none.',
    choices: [
      { value: 'private', help: 'Owner gets full control. Nobody else has access.' },
      { value: 'public-read', help: 'Owner gets full control. Everyone gets read access.' },
      { value: 'public-read-write', help: 'Owner gets full control. Everyone gets read and write access.' },
      { value: 'authenticated-read', help: 'Owner gets full control. Every authenticated user gets read access.' },
      { value: 'bucket-owner-read', help: 'Object owner gets full control. Bucket owner gets read access.' },
      { value: 'bucket-owner-full-control', help: 'Object owner and bucket owner get full control.' },
    ],
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
  chunk_size: {
    type: 'size',
    help: 'Size of the parts of an upload, at least 5Mi.\nA file of up to this size is sent as one request, a larger one in parts. Parts grow so that a file of any known size has at most 10,000; a stream of unknown size can have 10,000 of this size.',
    default: SMALLEST_PART,
    advanced: true,
  },
  upload_concurrency: {
    type: 'integer',
    help: 'Number of parts of one file that are uploaded at a time.\nEach takes chunk_size of memory.',
    default: 4,
    advanced: true,
  },
  force_path_style: {
    type: 'boolean',
    help: 'Whether buckets are named in the path (https://host/bucket) rather than in the host name (https://bucket.host).\nLeave blank for what the provider needs: the host name for AWS, which is retiring the other form, the path for all others.',
    advanced: true,
  },
  list_version: {
    type: 'integer',
    help: 'Version of the list request: 1, 2, or 0 for the one that suits the provider.',
    default: 0,
    advanced: true,
  },
  list_chunk: {
    type: 'integer',
    help: 'Number of keys asked for at a time when listing.\nMost services give at most 1000.',
    default: 1000,
    advanced: true,
  },
  no_check_bucket: {
    type: 'boolean',
    help: 'Never make a bucket that is missing when a file is written to it.\nFor keys that may not make buckets.',
    default: false,
    advanced: true,
  },
  sdk_only: {
    type: 'boolean',
    help: 'Send every request by the AWS SDK for JavaScript.\nSlower: by default the most frequent requests are sent without its pipeline. For comparing, when a service answers oddly.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable

export type S3Options = OptionsOf<typeof OPTIONS>
