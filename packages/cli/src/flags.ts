import * as Flags from '@oclif/core/flags'

/** Flags of every command. */
export const globalFlags = {
  config: Flags.string({ description: 'config file', helpValue: 'FILE' }),
  quiet: Flags.boolean({ char: 'q', description: 'print errors only' }),
  verbose: Flags.boolean({ char: 'v', description: 'print what is done; -vv for more' }),
}

/** Flags of commands that change something. */
export const changeFlags = {
  'dry-run': Flags.boolean({ char: 'n', description: 'change nothing, print what would be done' }),
  retries: Flags.integer({ default: 3, min: 1, description: 'run again if it failed, this many times in all', helpValue: 'N' }),
}

/** Flags of commands that ask about many files. */
export const checkerFlags = {
  checkers: Flags.integer({ default: 8, min: 1, description: 'files compared at a time', helpValue: 'N' }),
}

/** Flags of commands that move files. */
export const transferFlags = {
  ...changeFlags,
  ...checkerFlags,
  transfers: Flags.integer({ default: 4, min: 1, description: 'files transferred at a time', helpValue: 'N' }),
  checksum: Flags.boolean({ char: 'c', description: 'compare by size and hash, not by modification time' }),
  'size-only': Flags.boolean({ description: 'compare by size alone' }),
}
