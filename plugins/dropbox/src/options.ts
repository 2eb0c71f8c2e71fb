import type { OptionsOf, OptionTable } from '@tranship/core/backend'

const MEBIBYTE = 1024 ** 2

/** The table of a remote's options. Names are those of rclone. */
export const OPTIONS = {
  client_id: {
    type: 'string',
    help: 'App key: the OAuth Client Id.\nMake an app of your own at https://www.dropbox.com/developers/apps, with "Scoped access", and add http://localhost:53682/ to its redirect URIs.',
  },
  client_secret: {
    type: 'string',
    help: 'App secret: the OAuth Client Secret.\nLeave blank to log in without it.',
    secret: 'plain',
  },
  token: {
    type: 'string',
    help: 'OAuth Access Token as a JSON blob.\nIt comes from the log-in.',
    secret: 'plain',
    advanced: true,
  },
  auth_url: { type: 'string', help: 'Auth server URL.\nLeave blank to use the provider defaults.', advanced: true },
  token_url: { type: 'string', help: 'Token server url.\nLeave blank to use the provider defaults.', advanced: true },
  chunk_size: {
    type: 'size',
    help: 'Upload chunk size, at most 150Mi.\nLarger files are uploaded in pieces of this size, each of which is held in memory until it has arrived.',
    default: 16 * MEBIBYTE,
    advanced: true,
  },
  impersonate: {
    type: 'string',
    help: 'Impersonate this user, by e-mail address, when using a business account.\nThe app needs the scopes members.read and team_data.member, and the consent of an admin of the team.',
    advanced: true,
  },
  impersonate_admin: {
    type: 'string',
    help: 'Team member ID of an admin ("dbmid:...") to act as.\nThe app needs the scope team_data.member.',
    advanced: true,
  },
  root_namespace: {
    type: 'string',
    help: 'ID of another namespace to take as the root of all paths: of a team space, say.',
    advanced: true,
  },
  skip_shared_folders: {
    type: 'boolean',
    help: 'Leave shared folders, and what is in them, out of listings.',
    default: false,
    advanced: true,
  },
  batch_mode: {
    type: 'string',
    help: 'How small files are committed when many are uploaded at a time.',
    choices: [
      { value: 'sync', help: 'Together, as those that are ready while others are being committed; each upload waits for its own' },
      { value: 'async', help: 'The same: no upload is told of as done before it is' },
      { value: 'off', help: 'Each by itself' },
    ],
    default: 'sync',
    advanced: true,
  },
  batch_size: {
    type: 'integer',
    help: 'Files that are committed together at most.\nLeave at 0 for as many as Dropbox takes, which is 1000.',
    default: 0,
    advanced: true,
  },
  batch_timeout: {
    type: 'duration',
    help: 'Not needed: no file waits for others to come. Taken so that configs of rclone keep working.',
    default: 0,
    advanced: true,
  },
  pacer_min_sleep: {
    type: 'duration',
    help: 'Not needed: the pace is learned from what Dropbox answers. Taken so that configs of rclone keep working.',
    default: 10,
    advanced: true,
  },
  encoding: {
    type: 'string',
    help: 'What is replaced in names, which Dropbox cannot hold.\nNames of characters as rclone calls them, with commas between.',
    default: 'Slash,BackSlash,Del,RightSpace,InvalidUtf8,Dot',
    advanced: true,
  },
} as const satisfies OptionTable

export type DropboxOptions = OptionsOf<typeof OPTIONS>
