import * as Flags from '@oclif/core/flags'
import { durationFlag } from '../../quantity-flags.js'

const progress = { helpGroup: 'PROGRESS' } as const

/** How far the work is: flags of commands that look through many files. */
export const walkFlags = {
  progress: Flags.boolean({ ...progress, char: 'P', description: 'show how far the work is' }),
  stats: durationFlag({ ...progress, description: 'tell it in the log this often (1m with -v); 0: never', helpValue: 'TIME' }),
  'stats-one-line': Flags.boolean({ ...progress, description: 'tell it on one line' }),
  'stats-one-line-date': Flags.boolean({ ...progress, description: 'the same, with the date before it' }),
  'stats-log-level': Flags.string({
    ...progress,
    description: 'level of what --stats tells: error, notice, info, debug',
    helpValue: 'LEVEL',
  }),
}

/** The same for commands that move files. */
export const progressFlags = {
  ...walkFlags,
  color: Flags.string({ ...progress, default: 'auto', description: 'colors of the progress: auto, never, always', helpValue: 'WHEN' }),
  'stats-unit': Flags.string({ ...progress, default: 'bytes', options: ['bytes', 'bits'], description: 'unit of the speed' }),
  'stats-file-name-length': Flags.integer({ ...progress, default: 45, min: 0, description: 'cut names to this; 0: not', helpValue: 'N' }),
  'progress-terminal-title': Flags.boolean({ ...progress, description: 'show it in the title of the terminal too (with -P)' }),
}

/** The flags of commands that look through many files, parsed. */
export type WalkFlags = Omit<ProgressFlags, 'color'>

/** The progress flags, parsed. A command may have been given none of them. */
export interface ProgressFlags {
  readonly progress?: boolean
  readonly stats?: number | undefined
  readonly 'stats-one-line'?: boolean
  readonly 'stats-one-line-date'?: boolean
  readonly 'stats-log-level'?: string | undefined
  readonly 'stats-unit'?: string
  readonly 'stats-file-name-length'?: number
  readonly color?: string
  readonly 'progress-terminal-title'?: boolean
  /** Of the log. */
  readonly 'log-file'?: string | undefined
}
