import * as Flags from '@oclif/core/flags'
import { bandwidthFlag, durationFlag, rateFlag } from './quantity-flags.js'

/** Flags of every command. */
export const globalFlags = {
  config: Flags.string({ description: 'config file', helpValue: 'FILE' }),
  quiet: Flags.boolean({ char: 'q', description: 'print errors only' }),
  verbose: Flags.boolean({ char: 'v', description: 'print what is done; -vv for more' }),
  tpslimit: rateFlag({ description: 'requests a second to all remotes together; 0: as many as go', helpValue: 'N' }),
  'tpslimit-burst': Flags.integer({
    default: 1,
    min: 1,
    description: 'requests at once after a pause',
    helpValue: 'N',
  }),
}

/** Flags of commands that change something. */
export const changeFlags = {
  'dry-run': Flags.boolean({ char: 'n', description: 'change nothing, print what would be done' }),
  interactive: Flags.boolean({ char: 'i', description: 'ask before each change' }),
  retries: Flags.integer({ default: 3, min: 1, description: 'try what failed again, this many times in all', helpValue: 'N' }),
  'retries-sleep': durationFlag({ default: 0, description: 'wait before trying again', helpValue: 'TIME' }),
}

/** Flags of commands that ask about many files. */
export const checkerFlags = {
  checkers: Flags.integer({
    default: 8,
    min: 1,
    description: 'files compared at a time; a transfer tunes it when it is not given',
    helpValue: 'N',
  }),
}

/** Flags of commands that move files. */
export const transferFlags = {
  ...changeFlags,
  ...checkerFlags,
  bwlimit: bandwidthFlag({ description: 'bytes a second: a rate, UP:DOWN, or a timetable of HH:MM,rate', helpValue: 'RATE' }),
  transfers: Flags.integer({ min: 1, description: 'files transferred at a time; tuned when it is not given', helpValue: 'N' }),
}
