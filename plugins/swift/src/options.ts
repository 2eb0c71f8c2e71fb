import type { OptionsOf, OptionTable } from '@tranship/core/backend'

const MEBIBYTE = 1024 ** 2

/** The table of a remote's options: the five that everybody needs first, then the advanced ones. Names are those of rclone. */
export const OPTIONS = {
  user: { type: 'string', help: 'User name to log in.' },
  key: { type: 'string', help: 'API key or password.', secret: 'plain' },
  auth: {
    type: 'string',
    help: 'Authentication URL for server.',
    choices: [
      { value: 'https://auth.api.rackspacecloud.com/v1.0', help: 'Rackspace US' },
      { value: 'https://lon.auth.api.rackspacecloud.com/v1.0', help: 'Rackspace UK' },
      { value: 'https://identity.api.rackspacecloud.com/v2.0', help: 'Rackspace v2' },
      { value: 'https://auth.storage.memset.com/v1.0', help: 'Memset Memstore UK' },
      { value: 'https://auth.storage.memset.com/v2.0', help: 'Memset Memstore UK v2' },
    ],
  },
  tenant: { type: 'string', help: 'Tenant name - optional.' },
  region: { type: 'string', help: 'Region name - optional.' },
  env_auth: {
    type: 'boolean',
    help: 'Take what is left blank from the environment: the variables OS_* of OpenStack, or ST_AUTH, ST_USER and ST_KEY.',
    default: false,
    advanced: true,
  },
  auth_version: {
    type: 'integer',
    help: 'Version of the authentication: 1, 2 or 3.\nLeave at 0 to have it taken from the URL.',
    default: 0,
    advanced: true,
  },
  user_id: { type: 'string', help: 'User ID to log in, instead of the name - v3 authentication.', advanced: true },
  domain: { type: 'string', help: 'User domain - v3 authentication.', advanced: true },
  tenant_id: { type: 'string', help: 'Tenant ID, instead of the name - v2 and v3 authentication.', advanced: true },
  tenant_domain: { type: 'string', help: 'Tenant domain - v3 authentication.', advanced: true },
  application_credential_id: { type: 'string', help: 'Application credential ID - v3 authentication.', advanced: true },
  application_credential_name: { type: 'string', help: 'Application credential name, of the user - v3 authentication.', advanced: true },
  application_credential_secret: {
    type: 'string',
    help: 'Application credential secret - v3 authentication.',
    secret: 'plain',
    advanced: true,
  },
  storage_url: { type: 'string', help: 'Storage URL.\nLeave blank for the one that the authentication tells.', advanced: true },
  auth_token: {
    type: 'string',
    help: 'Token from another authentication, together with storage_url.\nIt cannot be renewed when it expires, unless user and key are given too.',
    secret: 'plain',
    advanced: true,
  },
  endpoint_type: {
    type: 'string',
    help: 'Which of the addresses of the service to use.',
    choices: [
      { value: 'public', help: 'Public (default, choose this if not sure)' },
      { value: 'internal', help: 'Internal (use internal service net)' },
      { value: 'admin', help: 'Admin' },
    ],
    default: 'public',
    advanced: true,
  },
  storage_policy: {
    type: 'string',
    help: 'Storage policy of new containers.\nLeave blank for the default of the service; segments follow the container of their object.',
    advanced: true,
  },
  chunk_size: {
    type: 'size',
    help: 'Files above this size are stored in segments, in the container with "_segments" at the end of its name.\nSegments have this size too, but at most 64Mi, or as much as a file needs to have no more segments than the service allows.',
    default: 16 * MEBIBYTE,
    advanced: true,
  },
  upload_concurrency: {
    type: 'integer',
    help: 'Number of segments of one file that are uploaded at a time.\nEach takes its size in memory; together they take at most 256Mi, or one segment.',
    default: 4,
    advanced: true,
  },
  large_objects: {
    type: 'string',
    help: 'How the segments of a file are put together.',
    choices: [
      { value: 'auto', help: 'By a static manifest where the service lists such objects rightly, which Ceph does not' },
      { value: 'slo', help: 'By a static manifest: the service checks that each segment is there and whole' },
      { value: 'dlo', help: 'By a dynamic manifest, as rclone does: all that begins with a name' },
    ],
    default: 'auto',
    advanced: true,
  },
  no_large_objects: {
    type: 'boolean',
    help: 'There are no files in segments: none is written, and none is looked for behind empty files.\nA file can have 5Gi then.',
    default: false,
    advanced: true,
  },
  list_chunk: {
    type: 'integer',
    help: 'Number of names asked for at a time when listing.\nSwift gives at most 10000, Ceph 1000.',
    default: 10_000,
    advanced: true,
  },
  fetch_until_empty_page: {
    type: 'boolean',
    help: 'List on until a page is empty.\nFor services whose pages may be short although there is more.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable

export type SwiftOptions = OptionsOf<typeof OPTIONS>
