import type { Details, DetailsWanted, HashName } from '@tranship/core'
import { ConfigError } from '@tranship/core'
import { sortedByKey } from './entry-record.js'
import { dateTime, NO_TIME } from './format.js'
import { jsonLine } from './json.js'

/** What the columns of `lsf` depend on besides the entry. */
export interface LsfStyle {
  /** The hash of the column "h". */
  readonly hash: HashName
  /** Paths begin with "/". */
  readonly absolute: boolean
  /** Directories end in "/". */
  readonly dirSlash: boolean
  /** The form that a path is printed in. */
  name(path: string): string
}

interface Column {
  readonly wanted?: (style: LsfStyle) => DetailsWanted
  of(details: Details, style: LsfStyle): string
}

/** The columns by the letters of `--format`, which are rclone's. */
const COLUMNS: Readonly<Record<string, Column>> = {
  p: {
    of: ({ entry }, { absolute, dirSlash, name }) =>
      `${absolute ? '/' : ''}${name(entry.path)}${dirSlash && entry.kind === 'directory' ? '/' : ''}`,
  },
  s: { of: ({ entry }) => String(entry.size ?? -1) },
  t: { wanted: () => ({ modTimes: true }), of: ({ entry }) => dateTime(entry.modTime ?? NO_TIME) },
  h: {
    wanted: ({ hash }) => ({ hashes: [hash] }),
    of: ({ hashes, failedHashes }, { hash }) => (failedHashes.includes(hash) ? 'ERROR' : (hashes[hash] ?? '')),
  },
  i: { of: ({ entry }) => entry.id ?? '' },
  o: { of: ({ entry }) => entry.id ?? '' },
  m: {
    wanted: () => ({ mimeTypes: true }),
    of: ({ entry }) => (entry.kind === 'directory' ? 'inode/directory' : (entry.mimeType ?? '')),
  },
  e: { of: () => '' },
  T: { of: ({ entry }) => (entry.kind === 'object' ? (entry.tier ?? '') : '') },
  M: { wanted: () => ({ metadata: true }), of: ({ metadata = {} }) => jsonLine(sortedByKey(metadata)) },
}

/** The form of the lines of `lsf`. */
export interface LsfFormat {
  /** What is to be known of each entry. */
  readonly wanted: DetailsWanted
  fields(details: Details): readonly string[]
}

/** Reads the letters of `--format`. Throws a ConfigError for one that stands for nothing. */
export function lsfFormat(letters: string, style: LsfStyle): LsfFormat {
  const columns = [...letters].map((letter) => {
    const column = Object.hasOwn(COLUMNS, letter) ? COLUMNS[letter] : undefined
    if (column !== undefined) return column
    throw new ConfigError(`--format: ${JSON.stringify(letter)} stands for nothing; there are: ${Object.keys(COLUMNS).join(' ')}`)
  })
  return {
    wanted: Object.assign({}, ...columns.map((column) => column.wanted?.(style))),
    fields: (details) => columns.map((column) => column.of(details, style)),
  }
}
