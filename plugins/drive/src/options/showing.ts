import type { OptionTable } from '@tranship/core/backend'

/** What of a drive is shown, and how. */
export const SHOWING = {
  skip_gdocs: { type: 'boolean', help: 'Leave Google documents out of all listings.', default: false, advanced: true },
  export_formats: {
    type: 'string',
    help: 'Formats that Google documents are downloaded in, by their extensions, the preferred ones first.',
    default: 'docx,xlsx,pptx,svg',
    advanced: true,
  },
  skip_shortcuts: { type: 'boolean', help: 'Leave shortcuts out of all listings.', default: false, advanced: true },
  skip_dangling_shortcuts: {
    type: 'boolean',
    help: 'Leave shortcuts to files that are gone out of all listings.\nElse they are listed as what cannot be read.',
    default: false,
    advanced: true,
  },
  shared_with_me: {
    type: 'boolean',
    help: 'Show what others have shared with you instead of your own files.',
    default: false,
    advanced: true,
  },
  trashed_only: {
    type: 'boolean',
    help: 'Show only files that are in the trash, in the directories they were in.',
    default: false,
    advanced: true,
  },
  starred_only: { type: 'boolean', help: 'Show only what is starred, at the root.', default: false, advanced: true },
  list_chunk: { type: 'integer', help: 'Number of names asked for at a time when listing, 100 to 1000.', default: 1000, advanced: true },
  fast_list_bug_fix: {
    type: 'boolean',
    help: 'Ask again, directory by directory, when Drive answers that several directories are all empty: sometimes it is wrong.',
    default: true,
    advanced: true,
  },
} as const satisfies OptionTable
