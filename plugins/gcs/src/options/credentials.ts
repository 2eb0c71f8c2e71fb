import type { OptionTable } from '@tranship/core/backend'

/** Who asks, and who pays. */
export const CREDENTIALS = {
  client_id: {
    type: 'string',
    help: 'OAuth Client Id of your own, for a log-in with the browser.\nLeave blank for a service account or the credentials of this machine.',
  },
  client_secret: { type: 'string', help: 'OAuth Client Secret, which goes with the Client Id.', secret: 'plain' },
  token: { type: 'string', help: 'OAuth Access Token as a JSON blob.', secret: 'plain', advanced: true },
  auth_url: { type: 'string', help: 'Auth server URL.\nLeave blank to use the provider defaults.', advanced: true },
  token_url: { type: 'string', help: 'Token server URL.\nLeave blank to use the provider defaults.', advanced: true },
  project_number: {
    type: 'string',
    help: 'Project number.\nOptional - needed only for list/create/delete buckets - see your developer console.\nA service account knows its own.',
  },
  user_project: { type: 'string', help: 'User project.\nOptional - needed only for requester pays.' },
  service_account_file: {
    type: 'string',
    help: 'Service Account Credentials JSON file path.\nLeave blank normally.\nNeeded only if you want use SA instead of interactive login.\nLeading `~` will be expanded in the file name as will environment variables such as `$HOME`.',
  },
  service_account_credentials: {
    type: 'string',
    help: 'Service Account Credentials JSON blob.\nLeave blank normally.\nNeeded only if you want use SA instead of interactive login.',
    secret: 'plain',
    advanced: true,
  },
  access_token: {
    type: 'string',
    help: 'Short-lived access token.\nLeave blank normally. It cannot be renewed when it expires.',
    secret: 'plain',
    advanced: true,
  },
  anonymous: {
    type: 'boolean',
    help: "Access public buckets and objects without credentials.\nSet to true if you just want to download files and don't configure credentials.",
    default: false,
  },
  env_auth: {
    type: 'boolean',
    help: 'Get GCP IAM credentials from runtime (environment variables or instance meta data if no env vars).\nOnly applies if service_account_file and service_account_credentials is blank.',
    choices: [
      { value: 'false', help: 'Enter credentials in the next step.' },
      { value: 'true', help: 'Get GCP IAM credentials from the environment (env vars or IAM).' },
    ],
    default: false,
  },
} as const satisfies OptionTable
