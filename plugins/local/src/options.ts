import type { OptionsOf, OptionTable } from '@tranship/core/backend'

/** Named as rclone names them, so that its config files work as they are; `fsync` and `inplace` are flags of its own there or not at all. */
export const options = {
  root: {
    type: 'string',
    help: 'The directory that holds everything, as an absolute path.\nIt may be reached through symbolic links; below it none is followed, unless copy_links is set.',
    default: '/',
    advanced: true,
  },
  copy_links: {
    type: 'boolean',
    help: 'Follow symbolic links and read what they lead to.\nNothing is ever written through one.',
    default: false,
    advanced: true,
    noPrefix: true,
    letter: 'L',
  },
  links: {
    type: 'boolean',
    help: 'Show symbolic links as text files with the suffix .rclonelink, and make links of such files.',
    default: false,
    advanced: true,
    noPrefix: true,
    letter: 'l',
  },
  skip_links: {
    type: 'boolean',
    help: 'Say nothing about symbolic links that are skipped.',
    default: false,
    advanced: true,
    noPrefix: true,
  },
  skip_specials: {
    type: 'boolean',
    help: 'Say nothing about pipes, sockets and devices that are skipped.',
    default: false,
    advanced: true,
  },
  one_file_system: {
    type: 'boolean',
    help: 'Leave out directories of other file systems.',
    default: false,
    advanced: true,
    noPrefix: true,
    letter: 'x',
  },
  no_check_updated: { type: 'boolean', help: 'Do not mind a file that changes while it is read.', default: false, advanced: true },
  unicode_normalization: {
    type: 'boolean',
    help: 'Show names in the composed form of Unicode (NFC).\nA sync compares names by it in any case.',
    default: false,
    advanced: true,
  },
  case_sensitive: { type: 'boolean', help: 'Take the file system for case sensitive, whatever it seems.', default: false, advanced: true },
  case_insensitive: {
    type: 'boolean',
    help: 'Take the file system for case insensitive, whatever it seems.',
    default: false,
    advanced: true,
  },
  no_preallocate: {
    type: 'boolean',
    help: 'Do not ask for free room before a file is written.\nFor file systems that compress, or tell too little.',
    default: false,
    advanced: true,
  },
  no_sparse: { type: 'boolean', help: 'Write the holes of sparse files as zeros.', default: false, advanced: true },
  no_clone: { type: 'boolean', help: 'Copy bytes also where the file system could share them (reflink).', default: false, advanced: true },
  no_set_modtime: { type: 'boolean', help: 'Set no modification times.', default: false, advanced: true },
  time_type: {
    type: 'string',
    help: 'The time of a file that counts as its modification time.',
    default: 'mtime',
    choices: [
      { value: 'mtime', help: 'The time of the last change of its content.' },
      { value: 'atime', help: 'The time of the last access.' },
      { value: 'btime', help: 'The time of its birth.' },
      { value: 'ctime', help: 'The time of the last change of content or properties.' },
    ],
    advanced: true,
  },
  hashes: {
    type: 'string',
    help: 'The hashes to offer, separated by commas; blank for all.',
    default: '',
    advanced: true,
  },
  encoding: {
    type: 'string',
    help: 'The characters that this file system cannot hold in names, as rclone lists them; blank for those of this system.',
    default: '',
    advanced: true,
  },
  metadata_restore_special_bits: {
    type: 'boolean',
    help: 'Let metadata set the setuid, setgid and sticky bits too.',
    default: false,
    advanced: true,
  },
  fsync: {
    type: 'boolean',
    help: 'Wait for each file to be on the medium before it gets its name.',
    default: false,
    advanced: true,
  },
  inplace: {
    type: 'boolean',
    help: 'Write files under their own names instead of renaming them once they are whole.\nReaders see them grow, and an interruption loses the old content.',
    default: false,
    advanced: true,
    noPrefix: true,
  },
} as const satisfies OptionTable

export type LocalOptions = OptionsOf<typeof options>
