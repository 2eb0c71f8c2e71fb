import * as Flags from '@oclif/core/flags'
import { disableFlag } from './backends/disabled-features.js'
import { configFlags } from './config/config-flags.js'
import { networkFlags } from './network/network-flags.js'
import { bandwidthFlag, durationFlag } from './quantity-flags.js'
import { logFlags } from './ui/log-flags.js'
import { progressFlags } from './ui/progress/progress-flags.js'

/** Flags of every command. */
export const globalFlags = {
  ...configFlags,
  disable: disableFlag({ helpGroup: 'GLOBAL', description: 'do without what services can do, as copy,move,listr', helpValue: 'LIST' }),
  'temp-dir': Flags.string({ helpGroup: 'GLOBAL', description: 'where what memory should not hold is kept meanwhile', helpValue: 'DIR' }),
  ...logFlags,
  ...networkFlags,
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

export const transfersFlag = {
  transfers: Flags.integer({ min: 1, description: 'files transferred at a time; tuned when it is not given', helpValue: 'N' }),
}

/** Flags of commands that move files. */
export const transferFlags = {
  ...changeFlags,
  ...checkerFlags,
  ...progressFlags,
  bwlimit: bandwidthFlag({ description: 'bytes a second: a rate, UP:DOWN, or a timetable of HH:MM,rate', helpValue: 'RATE' }),
  'bwlimit-file': bandwidthFlag({ description: 'the same for each file by itself', helpValue: 'RATE' }),
  ...transfersFlag,
}
