import type { OptionTable } from '@tranship/core/backend'

/** Who logs in, and to what. */
export const CONNECTING = {
  client_id: {
    type: 'string',
    help: 'Google Application Client Id.\nMake one of your own in the Google API Console, for a desktop app with the Drive API enabled: without one no log-in is possible.',
  },
  client_secret: { type: 'string', help: 'Google Application Client Secret.', secret: 'plain' },
  scope: {
    type: 'string',
    help: 'Scope of the access to ask Drive for; several are parted by commas.',
    choices: [
      { value: 'drive', help: 'Full access to all files, but for the Application Data Folder' },
      { value: 'drive.readonly', help: 'Read-only access to the content and metadata of files' },
      { value: 'drive.file', help: 'Access to files made by this program only' },
      { value: 'drive.appfolder', help: 'Access to the Application Data Folder, which no person sees in Drive' },
      { value: 'drive.metadata.readonly', help: 'Read-only access to the metadata of files, none to their content' },
    ],
    default: 'drive',
  },
  service_account_file: {
    type: 'string',
    help: 'Path of the JSON file with the credentials of a service account, as an absolute path.\nLeave blank to log in as yourself.',
  },
  service_account_credentials: {
    type: 'string',
    help: 'The JSON text of the credentials of a service account, instead of a file.',
    secret: 'plain',
    advanced: true,
  },
  impersonate: { type: 'string', help: 'The user whom the service account acts for, by e-mail address.', advanced: true },
  env_auth: {
    type: 'boolean',
    help: 'Take the credentials from the environment: the file that GOOGLE_APPLICATION_CREDENTIALS names.',
    default: false,
    advanced: true,
  },
  root_folder_id: {
    type: 'string',
    help: 'ID of the folder that is the root of the remote.\nLeave blank for the whole drive.',
    advanced: true,
  },
  team_drive: { type: 'string', help: 'ID of the shared drive.\nLeave blank for My Drive.', advanced: true },
  token: { type: 'string', help: 'OAuth access token as a JSON text.', secret: 'plain', advanced: true },
  auth_url: { type: 'string', help: 'Where a person gives access.\nLeave blank for the address of Google.', advanced: true },
  token_url: { type: 'string', help: 'Where tokens are had.\nLeave blank for the address of Google.', advanced: true },
  endpoint: { type: 'string', help: 'Address of the service.\nLeave blank for the one of Google.', advanced: true },
  disable_http2: { type: 'boolean', help: 'Taken for the sake of rclone: HTTP/1.1 is spoken in any case.', default: true, advanced: true },
  pacer_min_sleep: {
    type: 'duration',
    help: 'Taken for the sake of rclone: the pace is learned from what Drive refuses.',
    default: 100,
    advanced: true,
  },
  pacer_burst: {
    type: 'integer',
    help: 'Taken for the sake of rclone: the pace is learned from what Drive refuses.',
    default: 100,
    advanced: true,
  },
} as const satisfies OptionTable
