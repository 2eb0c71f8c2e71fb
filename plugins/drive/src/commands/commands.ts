import { type BackendCommand, ROOT } from '@tranship/core/backend'

/** The commands that only Drive has, under rclone's names, with what is told of them. */
const HELP = {
  drives: 'List the shared drives that this log-in can reach, in JSON: the id of one is its "team_drive".',
  shortcut: 'Make a shortcut: SOURCE DESTINATION, both paths of the remote. The source is a file or a directory.',
  untrash: 'Restore what is in the trash of a directory and of all below it.\nTells how many files and directories that were.',
} as const

export type CommandName = keyof typeof HELP

export const COMMANDS: Readonly<Record<string, BackendCommand>> = Object.fromEntries(
  Object.entries(HELP).map(([name, help]): [string, BackendCommand] => [
    name,
    { help, run: async (fs, args, named) => fs.command?.(ROOT, name, args, { named }) },
  ]),
)
