import type { FsPath } from '../../fs/path.js'

/** How two objects of one path are told to be the same. */
export type Comparison = 'modTime' | 'size' | 'checksum'

/** When a sync removes what the source does not have. All wait until both listings have ended and the guard rails are passed. */
export type DeleteMoment = 'before' | 'during' | 'after'

/** What besides the size makes an object at the destination the same file under its old name. */
export type RenameStrategy = 'hash' | 'modTime' | 'leaf'

/** What happens when `maxTransfer` or `maxDuration` is reached: stop at once, finish what is under way, or begin nothing that would pass it. */
export type CutoffMode = 'hard' | 'soft' | 'cautious'

/** By what the transfers are ordered, all of them known before the first begins. */
export interface TransferOrder {
  readonly by: 'name' | 'size' | 'modTime'
  readonly direction: 'ascending' | 'descending' | 'mixed'
  /** Of `mixed`: how many of a hundred lanes begin with the first; by default 50. */
  readonly share?: number
}

/** What a person chose for one run. Plain data. */
export interface SyncChoices {
  readonly compare: Comparison
  /** Removes from the destination what the source does not have. */
  readonly deletes: boolean
  /** Removes from the source what has arrived at the destination. */
  readonly moves?: boolean

  /** Nanoseconds: times that differ by less are the same, if both sides are that precise. */
  readonly modifyWindow?: bigint
  /** Sizes do not tell two objects apart. */
  readonly ignoreSize?: boolean
  /** What both sides have is copied always (`replace`) or never (`skip`). */
  readonly existing?: 'compare' | 'replace' | 'skip'
  /** What is newer at the destination is left as it is. */
  readonly update?: boolean
  /** The service's own clock counts as the modification time, where a side has it. */
  readonly serverModTime?: boolean
  /** False: a time that alone differs is left as it is. */
  readonly updateModTime?: boolean
  /** The same of directories. */
  readonly updateDirectoryModTime?: boolean
  /** What both sides have and differs is an error: it may not change. */
  readonly immutable?: boolean
  /** Hashes are not compared after a transfer. */
  readonly ignoreChecksum?: boolean
  /** Directories of the source that hold nothing are made at the destination too. */
  readonly emptyDirectories?: boolean
  /** Directories of the source that a move has emptied are removed. */
  readonly deleteEmptySourceDirectories?: boolean
  /** False: the composed and the decomposed form of a letter make two names. */
  readonly foldsUnicode?: boolean
  /** Names that differ in case alone are one, as they are anyway where a side makes no difference. */
  readonly foldsCase?: boolean
  /** What is spelled otherwise at the destination, where case does not count, is given the source's spelling. */
  readonly fixCase?: boolean

  readonly deleteMoment?: DeleteMoment
  /** Deletes are done though something failed. */
  readonly ignoreErrors?: boolean
  /** Lets the guard rails be passed: an empty source, and a delete of more than half. */
  readonly forceDelete?: boolean
  /** No more files than these may go. */
  readonly maxDelete?: number
  /** Bytes: no more than these may go. */
  readonly maxDeleteSize?: number

  /** A file that the source has under another name is moved at the destination instead of sent again. */
  readonly trackRenames?: readonly RenameStrategy[]
  /** What is replaced or deleted is moved aside: to the same path of a further Fs (see `SyncOptions.backup`), or beside, with this at the end of its name. */
  readonly suffix?: string
  /** The suffix goes before the extension. */
  readonly suffixKeepExtension?: boolean

  readonly order?: TransferOrder
  /** All is compared before anything is transferred. */
  readonly checkFirst?: boolean
  /** Bytes. */
  readonly maxTransfer?: number
  /** Milliseconds. */
  readonly maxDuration?: number
  readonly cutoffMode?: CutoffMode

  /** Metadata travels too. */
  readonly metadata?: boolean
  /** Metadata that every object is given. */
  readonly metadataSet?: Readonly<Record<string, string>>
}

/** Where the old content of `path` is kept when a suffix is chosen: "a/b.txt" as "a/b.txt.old", or as "a/b.old.txt". */
export function withSuffix(path: FsPath, { suffix = '', suffixKeepExtension = false }: SyncChoices): FsPath {
  if (!suffixKeepExtension) return `${path}${suffix}` as FsPath
  const start = path.lastIndexOf('/') + 1
  const dot = extensionStart(path.slice(start))
  return `${path.slice(0, start + dot)}${suffix}${path.slice(start + dot)}` as FsPath
}

/** Whether a path is one of those that `withSuffix` makes. */
export function hasSuffix(path: FsPath, choices: SyncChoices): boolean {
  const { suffix = '', suffixKeepExtension = false } = choices
  if (suffix === '') return false
  if (path.endsWith(suffix)) return true
  if (!suffixKeepExtension) return false
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.slice(0, extensionStart(name)).endsWith(suffix)
}

/** Where the extension of a name begins, of "a.tar.gz" the whole ".tar.gz"; at the end of a name without one. */
function extensionStart(name: string): number {
  const compressed = /\.tar\.[a-z0-9]+$/i.exec(name)
  if (compressed !== null && compressed.index > 0) return compressed.index
  const dot = name.lastIndexOf('.')
  return dot > 0 ? dot : name.length
}
