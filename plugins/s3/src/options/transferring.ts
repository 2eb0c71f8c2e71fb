import type { OptionTable } from '@tranship/core/backend'

const MEBIBYTE = 1024 ** 2

/** A service takes no smaller part, except as the last one. */
export const SMALLEST_PART = 5 * MEBIBYTE

/** How bytes go to the service and come from it. */
export const TRANSFERRING = {
  upload_cutoff: {
    type: 'size',
    help: 'Cutoff for switching to chunked upload, at most 5Gi.\nA file of up to this size is sent as one request, a larger one in parts. Each takes its size of memory.\nLeave blank for chunk_size.',
    advanced: true,
  },
  chunk_size: {
    type: 'size',
    help: 'Size of the parts of an upload, at least 5Mi.\nParts grow so that a file of any known size has at most max_upload_parts. Those of a stream of unknown size grow too, where the provider takes parts of several sizes.',
    default: SMALLEST_PART,
    advanced: true,
  },
  max_upload_parts: {
    type: 'integer',
    help: 'Maximum number of parts in a multipart upload.\nUseful if a service does not support the AWS S3 specification of 10,000 parts.',
    default: 10_000,
    advanced: true,
  },
  upload_concurrency: {
    type: 'integer',
    help: 'Number of parts of one file that are uploaded at a time.\nEach takes chunk_size of memory.',
    default: 4,
    advanced: true,
  },
  copy_cutoff: {
    type: 'size',
    help: 'Cutoff for switching to multipart copy, at most 5Gi.\nAny files larger than this that are copied by the service are copied in parts of this size.',
    default: 4768 * MEBIBYTE,
    advanced: true,
  },
  disable_checksum: {
    type: 'boolean',
    help: "Don't store MD5 checksum with object metadata.\nNormally the MD5 of a large file is computed before it is sent, so that it can be added to the metadata of the object. This is great for data integrity checking but means that the file is read twice.",
    default: false,
    advanced: true,
  },
  leave_parts_on_error: {
    type: 'boolean',
    help: 'If true avoid calling abort upload on a failure, leaving all successfully uploaded parts on S3.\nThey cost storage until they are removed, by `cleanup` say.',
    default: false,
    advanced: true,
  },
  no_head: {
    type: 'boolean',
    help: "If set, don't HEAD uploaded objects to check integrity.\nA HEAD is only sent where the answer to an upload in parts does not tell the ETag (Ceph).",
    default: false,
    advanced: true,
  },
  use_multipart_etag: {
    type: 'boolean',
    help: 'Whether to use ETag in multipart uploads for verification.\nLeave blank for what is known of the provider.',
    advanced: true,
  },
  use_data_integrity_protections: {
    type: 'boolean',
    help: 'Whether uploads go with a checksum besides MD5, which the service compares and keeps, and downloads are held to it.\nLeave blank for what is known of the provider: a service that does not know them may refuse them.',
    advanced: true,
  },
  checksum_algorithm: {
    type: 'string',
    help: 'The checksum that uploads go with, where they go with one besides MD5.\nLeave blank for SHA256 of what is sent as one request and CRC64NVME of what is sent in parts.',
    choices: [
      { value: 'CRC64NVME', help: 'Of the whole object, also in parts.' },
      { value: 'CRC32C', help: 'Of the whole object, also in parts.' },
      { value: 'CRC32', help: 'Of the whole object, also in parts. Takes the least time.' },
      { value: 'SHA256', help: 'In parts of each part: none tells of the whole object then.' },
      { value: 'SHA1', help: 'In parts of each part: none tells of the whole object then.' },
    ],
    advanced: true,
  },
  decompress: {
    type: 'boolean',
    help: 'If set this will decompress gzip encoded objects.\nObjects with "Content-Encoding: gzip" are then read as what they were before. Their size and hash are not known before reading.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable

/** How listings are asked for, and of which time. */
export const LISTING = {
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
  list_url_encode: {
    type: 'boolean',
    help: 'Whether to url encode listings.\nWithout it, names with control characters cannot be listed. Leave blank for what is known of the provider.',
    advanced: true,
  },
  versions: {
    type: 'boolean',
    help: 'Include old versions in directory listings, under names with the time of each.\nNothing can be written then.',
    default: false,
    advanced: true,
  },
  version_at: {
    type: 'string',
    help: 'Show file versions as they were at the specified time: as in RFC 3339 (2030-01-02T15:04:05Z), or a duration before now (3h).\nNothing can be written then.',
    advanced: true,
  },
  version_deleted: {
    type: 'boolean',
    help: 'Show deleted file markers when using versions: as empty files.',
    default: false,
    advanced: true,
    when: { versions: ['true'] },
  },
} as const satisfies OptionTable
