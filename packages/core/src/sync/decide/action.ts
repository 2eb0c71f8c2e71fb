import type { FsDirectory, FsObject } from '../../fs/entry.js'
import type { FsError } from '../../fs/error.js'
import type { FsPath } from '../../fs/path.js'

export type CopyReason = 'missing' | 'size' | 'modTime' | 'hash' | 'always'

/** Write the source to the destination; in a move, and then remove the source. */
export interface CopyAction {
  readonly do: 'copy'
  /** Where it is written. */
  readonly path: FsPath
  readonly src: FsObject
  /** What it replaces. */
  readonly dst?: FsObject
  readonly why: CopyReason
  /** The same content at one of the places to copy from (see `SyncOptions.copyFrom`): it need not be sent. */
  readonly like?: { readonly reference: number; readonly object: FsObject }
}

/** Only the time differs: set it. Of directories, when all work below them is done. */
export interface TouchAction {
  readonly do: 'touch'
  readonly path: FsPath
  readonly src: FsObject | FsDirectory
  readonly dst: FsObject | FsDirectory
  readonly time: bigint
}

/** A listing left a field out: stat these sides, then decide again. */
export interface InspectAction {
  readonly do: 'inspect'
  readonly path: FsPath
  readonly src: FsObject
  readonly dst: FsObject
  readonly sides: readonly ('src' | 'dst')[]
}

/** Only hashes can tell. When they agree do `ifSame`, else copy. */
export interface CompareAction {
  readonly do: 'compare'
  readonly path: FsPath
  readonly src: FsObject
  readonly dst: FsObject
  readonly ifSame: 'keep' | 'touch'
}

/** Both are left as they are: they are the same, or a choice says so. */
interface KeepAction {
  readonly do: 'keep'
  readonly path: FsPath
  readonly why?: KeepReason
}

/** Absent: the two are the same. */
export type KeepReason = 'exists' | 'newer' | 'one-file' | 'compare-dest'

/** A move finds the file at the destination already, or has emptied the directory: remove the source. */
export interface DropAction {
  readonly do: 'drop'
  readonly path: FsPath
  readonly src: FsObject | FsDirectory
}

export interface DeleteAction {
  readonly do: 'delete'
  readonly path: FsPath
  readonly dst: FsObject | FsDirectory
}

/** The destination has the file under another name: move it there to `path`. */
export interface RenameAction {
  readonly do: 'rename'
  readonly path: FsPath
  readonly src: FsObject
  readonly dst: FsObject
}

/** A directory of the source that holds nothing, or that has a time, is to be at the destination as well. */
export interface MakeAction {
  readonly do: 'make'
  readonly path: FsPath
  readonly src: FsDirectory
  readonly dst?: FsDirectory
}

/** Nothing can be done: it is counted as an error, and no delete runs after it. */
export interface RefuseAction {
  readonly do: 'refuse'
  readonly path: FsPath
  readonly why: 'unreadable' | 'clash' | 'immutable'
  readonly cause?: FsError
}

/** Of no interest: a directory that both sides may do without. */
interface PassAction {
  readonly do: 'pass'
  readonly path: FsPath
}

/** What is to be done for one path. */
export type Action =
  | CopyAction
  | TouchAction
  | InspectAction
  | CompareAction
  | KeepAction
  | DropAction
  | DeleteAction
  | RenameAction
  | MakeAction
  | RefuseAction
  | PassAction

/** An action that changes something: what a dry run prints, a plan carries, and a run reports as done. */
export type Change = CopyAction | TouchAction | DeleteAction | RenameAction | MakeAction | DropAction

/** An action for which nothing more needs to be asked. */
export type SettledAction = Exclude<Action, InspectAction | CompareAction>
