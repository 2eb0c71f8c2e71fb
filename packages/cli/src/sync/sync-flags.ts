import * as Flags from '@oclif/core/flags'
import { durationFlag, sizeFlag } from '../quantity-flags.js'

const comparing = { helpGroup: 'COMPARING' } as const
const deleting = { helpGroup: 'DELETING' } as const
const ordering = { helpGroup: 'ORDER AND LIMITS' } as const

/** How two files are told apart, and what is done about it. */
export const compareFlags = {
  checksum: Flags.boolean({ ...comparing, char: 'c', description: 'compare by size and hash, not by modification time' }),
  'size-only': Flags.boolean({ ...comparing, description: 'compare by size alone' }),
  'ignore-size': Flags.boolean({ ...comparing, description: 'compare by modification time or hash, not by size' }),
  'ignore-times': Flags.boolean({ ...comparing, char: 'I', description: 'copy all files, also those that are the same' }),
  'ignore-existing': Flags.boolean({ ...comparing, description: 'leave files that exist at the destination' }),
  update: Flags.boolean({ ...comparing, char: 'u', description: 'leave files that are newer at the destination' }),
  'use-server-modtime': Flags.boolean({ ...comparing, description: 'use the time of the upload as the modification time' }),
  'modify-window': durationFlag({ ...comparing, description: 'times that differ by less are the same', helpValue: 'TIME' }),
  'no-update-modtime': Flags.boolean({ ...comparing, description: 'leave a time that alone differs' }),
  'no-update-dir-modtime': Flags.boolean({ ...comparing, description: 'leave the times of directories' }),
  immutable: Flags.boolean({ ...comparing, description: 'a file that exists and differs is an error' }),
  'ignore-checksum': Flags.boolean({ ...comparing, description: 'do not compare hashes after a transfer' }),
  'no-traverse': Flags.boolean({ ...comparing, description: 'ask the destination for each file instead of listing it' }),
  'no-check-dest': Flags.boolean({ ...comparing, description: 'copy without looking at the destination' }),
  'compare-dest': Flags.string({
    ...comparing,
    multiple: true,
    multipleNonGreedy: true,
    description: 'leave files that are here already',
    helpValue: 'PATH',
  }),
  'copy-dest': Flags.string({
    ...comparing,
    multiple: true,
    multipleNonGreedy: true,
    description: 'have the service copy files that are here already',
    helpValue: 'PATH',
  }),
  'fix-case': Flags.boolean({ ...comparing, description: 'give files the spelling of the source where case does not count' }),
  'ignore-case-sync': Flags.boolean({ ...comparing, description: 'names that differ in case alone are one' }),
  'no-unicode-normalization': Flags.boolean({
    ...comparing,
    description: 'the composed and the decomposed form of a letter make two names',
  }),
  'create-empty-src-dirs': Flags.boolean({ ...comparing, description: 'make the empty directories of the source too' }),
  metadata: Flags.boolean({ ...comparing, char: 'M', description: 'copy metadata too' }),
  'metadata-set': Flags.string({
    ...comparing,
    multiple: true,
    multipleNonGreedy: true,
    description: 'metadata for each file (with -M)',
    helpValue: 'KEY=VALUE',
  }),
}

/** Where what is replaced goes. */
export const backupFlags = {
  'backup-dir': Flags.string({ ...deleting, description: 'move what is replaced or deleted here', helpValue: 'PATH' }),
  suffix: Flags.string({ ...deleting, description: 'end of the names of what is moved aside', helpValue: 'TEXT' }),
  'suffix-keep-extension': Flags.boolean({ ...deleting, description: 'put the suffix before the extension' }),
}

/** What a sync deletes, and when. */
export const deleteFlags = {
  'delete-before': Flags.boolean({ ...deleting, description: 'delete before anything is copied' }),
  'delete-during': Flags.boolean({ ...deleting, description: 'as --delete-after: deletes wait until both sides are listed' }),
  'delete-after': Flags.boolean({ ...deleting, description: 'delete when all is copied (default)' }),
  'delete-excluded': Flags.boolean({ ...deleting, description: 'delete what the filter leaves out, too' }),
  'ignore-errors': Flags.boolean({ ...deleting, description: 'delete also when something failed' }),
  'max-delete': Flags.integer({
    ...deleting,
    min: -1,
    description: 'delete nothing when it would be more files than these',
    helpValue: 'N',
  }),
  'max-delete-size': sizeFlag({ ...deleting, description: 'delete nothing when it would be more than this', helpValue: 'SIZE' }),
  'force-delete': Flags.boolean({ ...deleting, description: 'pass the guard rails: an empty source, a delete of more than half' }),
  'track-renames': Flags.boolean({ ...deleting, description: 'rename at the destination what was renamed in the source' }),
  'track-renames-strategy': Flags.string({
    ...deleting,
    description: 'what tells a renamed file: hash, modtime, leaf, with commas',
    helpValue: 'LIST',
  }),
}

/** What failed, written down and taken up again. */
export const failureFlags = {
  'failed-to': Flags.string({ helpGroup: 'FAILURES', description: 'write what failed to this file', helpValue: 'FILE' }),
  'retry-from': Flags.string({ helpGroup: 'FAILURES', description: 'only what such a file names', helpValue: 'FILE' }),
  'no-resume': Flags.boolean({ helpGroup: 'FAILURES', description: 'leave nothing of a transfer that is cut off, and begin it anew' }),
}

/** In which order, and how much. */
export const limitFlags = {
  'order-by': Flags.string({
    ...ordering,
    description: 'size, name or modtime; then asc, desc or mixed, as in size,desc',
    helpValue: 'ORDER',
  }),
  'check-first': Flags.boolean({ ...ordering, description: 'compare all files before the first transfer' }),
  'max-transfer': sizeFlag({ ...ordering, description: 'stop when this much was transferred', helpValue: 'SIZE' }),
  'max-duration': durationFlag({ ...ordering, description: 'stop after this time', helpValue: 'TIME' }),
  'cutoff-mode': Flags.string({
    ...ordering,
    description: 'what to do at a limit: hard stops at once, soft finishes files, cautious begins none beyond it',
    helpValue: 'MODE',
  }),
  'error-on-no-transfer': Flags.boolean({ ...ordering, description: 'exit with 9 if nothing was transferred' }),
}
