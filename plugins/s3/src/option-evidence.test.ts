import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OPTIONS } from './options.js'

/** Where an option is shown to work: by a test of this plugin, on a real server wherever one has what it is about. */
type Evidence = readonly [server: 'Ceph' | 'Versity gateway' | 'a double' | 'the endpoint rules', file: string, test: string]

const CEPH = (name: string): Evidence => ['Ceph', 'options.server.test.ts', name]
const KIT: Evidence = ['Ceph', 'conformance.server.test.ts', 's3, signature']
const KEYS = (name: string): Evidence => ['a double', 'client/credentials.test.ts', name]
const HEADERS = (name: string): Evidence => ['a double', 'option-headers.test.ts', name]
const ADDRESS: Evidence = ['the endpoint rules', 'redirects.test.ts', '%o is asked at %s']

const SSE_C = CEPH('sse_customer_*: who has the key reads it, by either client')
const LOCK: Evidence = ['Versity gateway', 'versitygw.server.test.ts', 'a lock that holds, and who may bypass it']
const SUMS = (name: string): Evidence => ['Versity gateway', 'checksums.server.test.ts', name]
const CLIENTS = CEPH('v2_auth, use_unsigned_payload, requester_pays, list_version, list_url_encode, sse: requests that the service takes')
const VERSIONS = CEPH('versions, version_at, version_deleted, versioning, cleanup-hidden: what there was')
const ROLE = KEYS('a role is assumed with the keys of the source')

const EVIDENCE: Readonly<Record<keyof typeof OPTIONS, Evidence>> = {
  access_key_id: KIT,
  secret_access_key: KIT,
  region: KIT,
  endpoint: KIT,
  location_constraint: HEADERS('location_constraint: named when a bucket is made, and nothing else by a clone'),
  provider: KIT,
  v2_auth: CLIENTS,
  force_path_style: ADDRESS,
  use_accelerate_endpoint: ADDRESS,
  use_dual_stack: ADDRESS,
  use_arn_region: ['the endpoint rules', 'redirects.test.ts', 'use_arn_region: that of an access point counts'],
  use_unsigned_payload: CLIENTS,
  requester_pays: HEADERS('requester_pays, bypass_governance_retention: with each request that can say so (by the SDK alone: %s)'),
  sdk_only: CLIENTS,
  session_token: KEYS('keys win over everything, none means unsigned (version 2: %s)'),
  env_auth: KEYS('keys win over everything, none means unsigned (version 2: %s)'),
  profile: KEYS('a profile of the shared credentials file'),
  shared_credentials_file: KEYS('a profile of the shared credentials file'),
  role_arn: ROLE,
  role_session_name: ROLE,
  role_session_duration: ROLE,
  role_external_id: ROLE,
  sts_endpoint: ROLE,
  acl: CEPH('acl, bucket_acl: grants of objects and of new buckets'),
  bucket_acl: CEPH('acl, bucket_acl: grants of objects and of new buckets'),
  storage_class: CEPH('storage_class, setTier: an object in another class'),
  directory_markers: CEPH('directory_markers: empty directories that last'),
  no_check_bucket: CEPH('no_check_bucket: no bucket is made'),
  server_side_encryption: HEADERS('server_side_encryption, sse_kms_key_id: with all that makes an object (by the SDK alone: %s)'),
  sse_kms_key_id: HEADERS('server_side_encryption, sse_kms_key_id: with all that makes an object (by the SDK alone: %s)'),
  sse_customer_algorithm: SSE_C,
  sse_customer_key: SSE_C,
  sse_customer_key_base64: SSE_C,
  sse_customer_key_md5: ['a double', 'client/settings.test.ts', 'a customer key is checked'],
  object_lock_mode: LOCK,
  object_lock_retain_until_date: LOCK,
  object_lock_legal_hold_status: CEPH('object_lock_*, bucket_object_lock_enabled, bypass_governance_retention: objects that stay'),
  bypass_governance_retention: HEADERS(
    'requester_pays, bypass_governance_retention: with each request that can say so (by the SDK alone: %s)',
  ),
  bucket_object_lock_enabled: LOCK,
  upload_cutoff: CEPH('upload_cutoff and chunk_size: one request or parts; md5chksum as rclone writes it'),
  chunk_size: CEPH('upload_cutoff and chunk_size: one request or parts; md5chksum as rclone writes it'),
  max_upload_parts: CEPH('max_upload_parts: parts grow to be no more'),
  upload_concurrency: KIT,
  copy_cutoff: CEPH('copy_cutoff: a copy in parts keeps headers, metadata, tags and hash'),
  disable_checksum: CEPH('disable_checksum: no MD5 beside a large object'),
  leave_parts_on_error: CEPH('leave_parts_on_error, cleanUp, list-multipart-uploads, cleanup: parts that stay, and how they go'),
  no_head: CEPH('no_head: an answer without an ETag is left as it is'),
  use_multipart_etag: CLIENTS,
  use_data_integrity_protections: SUMS('use_data_integrity_protections: true, for a provider that nobody knows'),
  checksum_algorithm: SUMS('checksum_algorithm: %s is written, kept and told (by the SDK alone: %s)'),
  decompress: CEPH('decompress: what was stored compressed is read as it was'),
  list_version: CLIENTS,
  list_chunk: KIT,
  list_url_encode: CLIENTS,
  versions: VERSIONS,
  version_at: VERSIONS,
  version_deleted: VERSIONS,
}

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

test.each(Object.entries(EVIDENCE))('%s is shown by a test that there is', (_option, [, file, name]) => {
  expect(textOf(file)).toContain(name)
})

test('every option is told of in the documentation', () => {
  const page = textOf('../../../docs/s3.md')
  expect(Object.keys(OPTIONS).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
