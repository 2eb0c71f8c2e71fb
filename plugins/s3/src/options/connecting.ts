import type { OptionTable } from '@tranship/core/backend'
import { PROVIDERS } from '../client/providers.js'
import { LOCATION_CHOICES, REGION_CHOICES } from '../client/regions.js'

/** What everybody needs first: asked in this order, which people know. */
export const BASIC = {
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
} as const satisfies OptionTable

const ONLY_AWS = { provider: ['', 'AWS'] } as const

/** Which service it is, and how it is reached. */
export const SERVICE = {
  provider: {
    type: 'string',
    help: 'The service behind the endpoint.\nLeave blank to have it inferred: AWS without an endpoint or with one of AWS, Other with any other endpoint.',
    choices: PROVIDERS.map(({ name, help }) => ({ value: name, help })),
    advanced: true,
  },
  v2_auth: {
    type: 'boolean',
    help: 'Use v2 authentication, as region "other-v2-signature" does.\nUse this only if v4 signatures do not work, e.g. with an old Ceph.',
    default: false,
    advanced: true,
  },
  force_path_style: {
    type: 'boolean',
    help: 'Whether buckets are named in the path (https://host/bucket) rather than in the host name (https://bucket.host).\nLeave blank for what the provider needs: the host name for AWS, which is retiring the other form, the path for Ceph and all that are not known.',
    advanced: true,
  },
  use_accelerate_endpoint: {
    type: 'boolean',
    help: 'Use the AWS S3 accelerated endpoint.\nThe bucket must have transfer acceleration.',
    default: false,
    advanced: true,
    when: ONLY_AWS,
  },
  use_dual_stack: {
    type: 'boolean',
    help: 'Use the AWS S3 dual-stack endpoint (IPv6 support).',
    default: false,
    advanced: true,
    when: ONLY_AWS,
  },
  use_arn_region: {
    type: 'boolean',
    help: 'Take the region of an access point from its ARN.',
    default: false,
    advanced: true,
    when: ONLY_AWS,
  },
  use_unsigned_payload: {
    type: 'boolean',
    help: 'Whether the body of a request is left out of its v4 signature.\nLeave blank to leave it out over https, which guards it already.',
    advanced: true,
  },
  requester_pays: {
    type: 'boolean',
    help: 'Pay for the requests to buckets whose owner wants that.',
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

/** Where credentials come from, when they are not the two keys. */
export const CREDENTIALS = {
  session_token: { type: 'string', help: 'Session token of temporary access keys.', secret: 'plain', advanced: true },
  env_auth: {
    type: 'boolean',
    help: 'Get AWS credentials from the runtime: environment variables, the shared credentials file, SSO, a web identity, or the role of the container or machine.\nOnly applies if access_key_id and secret_access_key are blank.',
    default: false,
    advanced: true,
  },
  profile: {
    type: 'string',
    help: 'Profile of the shared credentials file.\nLeave blank for the one in AWS_PROFILE, or "default".',
    advanced: true,
  },
  shared_credentials_file: {
    type: 'string',
    help: 'Path to the shared credentials file.\nLeave blank for the one in AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials.',
    advanced: true,
  },
  role_arn: {
    type: 'string',
    help: 'ARN of the IAM role to assume.\nLeave blank if not using assume role.',
    advanced: true,
  },
  role_session_name: {
    type: 'string',
    help: 'Session name for assumed role.\nLeave blank to have one made.',
    advanced: true,
  },
  role_session_duration: {
    type: 'duration',
    help: 'Session duration for assumed role.\nLeave blank for the default of the service, an hour.',
    advanced: true,
  },
  role_external_id: {
    type: 'string',
    help: 'External ID for assumed role.\nLeave blank if the role wants none.',
    advanced: true,
  },
  sts_endpoint: {
    type: 'string',
    help: 'Endpoint for STS, which is asked for the role.\nLeave blank for that of AWS in the region.',
    advanced: true,
  },
} as const satisfies OptionTable
