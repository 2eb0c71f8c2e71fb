import { type Details, type Features, nameOf } from '@tranship/core'
import { NO_TIME } from './format.js'
import { rfc3339 } from './rfc3339.js'

/** An entry as `lsjson` prints it: names and order of the keys are rclone's. Names are the stored ones, nothing in them replaced. */
export interface EntryRecord {
  readonly Path: string
  readonly Name: string
  /** Bytes; -1: not known. */
  readonly Size: number
  readonly MimeType?: string
  /** In local time; empty: it was not asked for. */
  readonly ModTime: string
  readonly IsDir: boolean
  readonly Hashes?: Readonly<Record<string, string>>
  readonly ID?: string
  readonly OrigID?: string
  readonly Tier?: string
  readonly IsBucket?: true
  readonly Metadata?: Readonly<Record<string, string>>
}

/** Which of the keys that some do not want are wanted. */
export interface RecordFields {
  readonly modTime: boolean
  readonly mimeType: boolean
  readonly originalId: boolean
}

export function entryRecord({ entry, hashes, metadata = {} }: Details, features: Features, wanted: RecordFields): EntryRecord {
  const { path, id } = entry
  const isDirectory = entry.kind === 'directory'
  const mimeType = isDirectory ? 'inode/directory' : entry.mimeType
  return {
    Path: path,
    Name: nameOf(path),
    Size: entry.size ?? -1,
    ...(wanted.mimeType && mimeType !== undefined && { MimeType: mimeType }),
    ModTime: wanted.modTime ? rfc3339(entry.modTime ?? NO_TIME, features.modTimePrecision) : '',
    IsDir: isDirectory,
    ...someOf('Hashes', hashes),
    ...(id !== undefined && { ID: id }),
    ...(id !== undefined && wanted.originalId && { OrigID: id }),
    ...(!isDirectory && entry.tier !== undefined && { Tier: entry.tier }),
    ...(isDirectory && features.buckets && !path.includes('/') && path !== '' && { IsBucket: true as const }),
    ...someOf('Metadata', metadata),
  }
}

function someOf<Key extends string>(key: Key, values: Texts): Partial<Record<Key, Readonly<Record<string, string>>>> {
  const sorted = sortedByKey(values)
  return Object.keys(sorted).length === 0 ? {} : ({ [key]: sorted } as Record<Key, Readonly<Record<string, string>>>)
}

type Texts = Readonly<Record<string, string | undefined>>

/** A copy whose keys come in the order of the alphabet, without those that have no value. */
export function sortedByKey(values: Texts): Readonly<Record<string, string>> {
  const known = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)))
}
