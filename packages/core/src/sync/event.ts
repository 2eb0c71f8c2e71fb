import type { FsDirectory, FsObject } from '../fs/entry.js'
import type { FsError } from '../fs/error.js'
import type { FsPath } from '../fs/path.js'
import type { Choice as LimiterChoice } from '../http/adaptive/lane.js'
import type { Change, KeepReason } from './decide/action.js'

/** Why deletes that were decided are not done. */
export type WithheldBecause = 'errors' | 'empty-source' | 'more-than-half' | 'max-delete' | 'max-delete-size'

/** Why a run begins nothing more. */
export type StoppedBecause = 'max-transfer' | 'max-duration'

/** What happened, one event for each path that was dealt with. */
export type SyncEvent =
  /** The change was made. */
  | { readonly type: 'done'; readonly path: FsPath; readonly change: Change; readonly how?: How }
  /** A dry run, or a person who said no: this is what would have been done. */
  | { readonly type: 'planned'; readonly path: FsPath; readonly change: Change }
  | { readonly type: 'kept'; readonly path: FsPath; readonly why?: KeepReason }
  /** Only the destination has the file, and it stays: nothing is to be deleted, or deletes are withheld. */
  | { readonly type: 'left'; readonly path: FsPath; readonly dst: FsObject }
  | {
      readonly type: 'failed'
      readonly path: FsPath
      readonly error: FsError
      /** What was to be done. */
      readonly change?: Change
      /** A place that could not be read, and may be another time. */
      readonly unread?: boolean
    }
  /** It failed in a way that may pass, and is tried again before anything is deleted. */
  | { readonly type: 'retrying'; readonly path: FsPath; readonly error: FsError }
  /** A further entry of a name that another one stands for: a sync neither copies nor overwrites nor deletes it. */
  | { readonly type: 'duplicate'; readonly path: FsPath; readonly side: 'src' | 'dst'; readonly entry: FsObject | FsDirectory }
  /** Deletes that were decided and not done. */
  | { readonly type: 'deletes-withheld'; readonly path: FsPath; readonly deletes: number; readonly why: WithheldBecause }
  /** A side broke the order that it promised: both are listed again, and nothing that was found before counts. */
  | { readonly type: 'listed-again'; readonly path: FsPath }
  /** Something that was chosen cannot be had between these sides; the run goes on without it. */
  | { readonly type: 'notice'; readonly path: FsPath; readonly what: Notice }
  /** The limiter of a remote lets another number of requests be in flight from now on. The path is the root. */
  | { readonly type: 'limit-chosen'; readonly path: FsPath; readonly remote: string; readonly choice: LimiterChoice }
  /** A limit was reached. */
  | { readonly type: 'stopped'; readonly path: FsPath; readonly why: StoppedBecause }

/** What cannot be had: hashes to compare by, as the sides have none in common; or to find renames by. */
export type Notice = 'no-common-hash' | 'renames-not-tracked'

/** How a copy was made. */
export interface How {
  /** Bytes of the object that was copied. */
  readonly bytes: number
  /** The service copied or moved it by itself: no byte came through this machine. */
  readonly onServer: boolean
  /** The source is gone: it was a move. */
  readonly moved: boolean
}

/** Only listens: it is called synchronously, and must not throw. */
export type Report = (event: SyncEvent) => void
