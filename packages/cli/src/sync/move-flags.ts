import * as Flags from '@oclif/core/flags'

/** What a move leaves of the source. */
export const moveFlags = {
  'delete-empty-src-dirs': Flags.boolean({ helpGroup: 'DELETING', description: 'remove directories of the source that are empty then' }),
}
