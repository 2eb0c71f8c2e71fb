import * as Flags from '@oclif/core/flags'
import type { DumpParts } from '../ui/log-flags.js'

const common = { helpGroup: 'FILTER' } as const
/** Given many times, once for each value. */
const many = { ...common, multiple: true, multipleNonGreedy: true } as const

/** Flags of commands that list: what of a tree they are about. */
export const filterFlags = {
  include: Flags.string({ ...many, description: 'only files that match', helpValue: 'GLOB' }),
  'include-from': Flags.string({
    ...many,
    description: 'only files that match a line of this file (-: standard input)',
    helpValue: 'FILE',
  }),
  exclude: Flags.string({ ...many, description: 'no files that match', helpValue: 'GLOB' }),
  'exclude-from': Flags.string({ ...many, description: 'no files that match a line of this file', helpValue: 'FILE' }),
  filter: Flags.string({
    ...many,
    char: 'f',
    description: 'a rule: "+ GLOB", "- GLOB" or "!"; the first that matches decides',
    helpValue: 'RULE',
  }),
  'filter-from': Flags.string({ ...many, description: 'rules, a line each', helpValue: 'FILE' }),
  'files-from': Flags.string({ ...many, description: 'exactly the files that the lines of this file name', helpValue: 'FILE' }),
  'files-from-raw': Flags.string({ ...many, description: 'the same, with no comments in it and no spaces trimmed', helpValue: 'FILE' }),
  'files-from0': Flags.string({ ...many, description: 'the same, with a NUL after each name', helpValue: 'FILE' }),
  'exclude-if-present': Flags.string({ ...many, description: 'no directories that hold a file of this name', helpValue: 'NAME' }),
  'filter-gitignore': Flags.boolean({ ...common, description: 'nothing that .gitignore files exclude' }),
  'ignore-case': Flags.boolean({ ...common, description: 'match globs whatever the case' }),
  'min-size': Flags.string({ ...common, description: 'only files of this size (KiB, or with a unit) and above', helpValue: 'SIZE' }),
  'max-size': Flags.string({ ...common, description: 'only files of this size (KiB, or with a unit) and below', helpValue: 'SIZE' }),
  'min-age': Flags.string({
    ...common,
    description: 'only files as old as this (seconds, a duration, a date) and older',
    helpValue: 'AGE',
  }),
  'max-age': Flags.string({
    ...common,
    description: 'only files as old as this (seconds, a duration, a date) and newer',
    helpValue: 'AGE',
  }),
  'max-depth': Flags.integer({ ...common, min: -1, description: 'only what is so many directories deep; -1: all', helpValue: 'N' }),
  'hash-filter': Flags.string({
    ...common,
    description: 'part K of N of the files, by the hash of their paths; @: any part',
    helpValue: 'K/N',
  }),
  'metadata-include': Flags.string({ ...many, description: 'only files of which a key=value matches', helpValue: 'GLOB' }),
  'metadata-include-from': Flags.string({ ...many, description: 'the same, a glob each line', helpValue: 'FILE' }),
  'metadata-exclude': Flags.string({ ...many, description: 'no files of which a key=value matches', helpValue: 'GLOB' }),
  'metadata-exclude-from': Flags.string({ ...many, description: 'the same, a glob each line', helpValue: 'FILE' }),
  'metadata-filter': Flags.string({ ...many, description: 'a rule for key=value', helpValue: 'RULE' }),
  'metadata-filter-from': Flags.string({ ...many, description: 'the same, a rule each line', helpValue: 'FILE' }),
}

/** The filter flags, parsed. */
export interface FilterFlags {
  readonly include?: readonly string[] | undefined
  readonly 'include-from'?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly 'exclude-from'?: readonly string[] | undefined
  readonly filter?: readonly string[] | undefined
  readonly 'filter-from'?: readonly string[] | undefined
  readonly 'files-from'?: readonly string[] | undefined
  readonly 'files-from-raw'?: readonly string[] | undefined
  readonly 'files-from0'?: readonly string[] | undefined
  readonly 'exclude-if-present'?: readonly string[] | undefined
  readonly 'metadata-include'?: readonly string[] | undefined
  readonly 'metadata-include-from'?: readonly string[] | undefined
  readonly 'metadata-exclude'?: readonly string[] | undefined
  readonly 'metadata-exclude-from'?: readonly string[] | undefined
  readonly 'metadata-filter'?: readonly string[] | undefined
  readonly 'metadata-filter-from'?: readonly string[] | undefined
  readonly 'filter-gitignore'?: boolean
  readonly 'ignore-case'?: boolean
  readonly 'min-size'?: string | undefined
  readonly 'max-size'?: string | undefined
  readonly 'min-age'?: string | undefined
  readonly 'max-age'?: string | undefined
  readonly 'hash-filter'?: string | undefined
  readonly 'max-depth'?: number | undefined
  readonly dump?: DumpParts | undefined
}
