import { type BackendCommand, ROOT } from '@tranship/core/backend'

/** The commands that only S3 has, under rclone's names, with what is told of them. */
const HELP = {
  restore:
    'Restore objects from GLACIER or DEEP_ARCHIVE: a file, or all below a directory.\n-o priority=Standard|Expedited|Bulk, -o lifetime=DAYS, -o description=TEXT',
  'restore-status':
    'Show how far the restoring of archived objects is: of a file, or of all below a directory.\n-o all: also of objects that are not archived',
  'list-multipart-uploads': 'List the unfinished multipart uploads of a bucket, or of all, in JSON.',
  cleanup: 'Remove unfinished multipart uploads.\n-o max-age=DURATION: only those older than this; 24h unless said',
  'cleanup-hidden': 'Remove old versions of files, and the marks of deleted ones, below a directory.',
  versioning: 'Show whether a bucket keeps versions: Enabled, Suspended or Unversioned.\nWith the argument Enabled or Suspended: set it.',
} as const

export type CommandName = keyof typeof HELP

export const COMMANDS: Readonly<Record<string, BackendCommand>> = Object.fromEntries(
  Object.entries(HELP).map(([name, help]): [string, BackendCommand] => [
    name,
    { help, run: async (fs, args, named) => fs.command?.(ROOT, name, args, { named }) },
  ]),
)
