import type { FsPath } from '../fs/path.js'

/** One rule: what its glob matches is wanted, or is not. */
export interface FilterRule {
  readonly include: boolean
  readonly glob: string
  /** Where the rule comes from, for errors: "--filter-from rules.txt, line 3". */
  readonly origin?: string
}

/** One part of the files in many, by the hash of their paths. */
export interface Partition {
  /** From 0 up to, not including, `of`. */
  readonly part: bigint
  readonly of: bigint
}

/** What is asked of a filter: plain data. A field that is absent asks for nothing. */
export interface FilterChoices {
  /** In the order in which they are tried; the first that matches decides, and what none matches is wanted. */
  readonly rules?: readonly FilterRule[]
  /** As `rules`, but matched with each "key=value" of an object's metadata: the first that matches any of them decides. */
  readonly metadataRules?: readonly FilterRule[]
  /** `rules` match whatever the case of the letters. */
  readonly ignoreCase?: boolean
  /** Bytes, the bound itself included. */
  readonly minSize?: number
  /** Bytes, the bound itself included. */
  readonly maxSize?: number
  /** Nanoseconds since the epoch, the bound itself included. */
  readonly modifiedFrom?: bigint
  /** Nanoseconds since the epoch, the bound itself included. */
  readonly modifiedTo?: bigint
  readonly partition?: Partition
  /** A directory that holds a file of one of these names is left out, with all that is in it. */
  readonly excludingNames?: readonly string[]
  /** Names of files that say, in gitignore's language, what of their directory is left out. */
  readonly ignoreFiles?: readonly string[]
  /** Exactly these objects are wanted. Goes with no other choice. */
  readonly only?: readonly FsPath[]
}
