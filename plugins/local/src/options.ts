import type { OptionTable } from '@tranship/core/backend'

export const options = {
  root: {
    type: 'string',
    help: 'The directory that holds everything, as an absolute path.\nIt may be reached through symbolic links; below it none is followed.',
    default: '/',
    advanced: true,
  },
} as const satisfies OptionTable
