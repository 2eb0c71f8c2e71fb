import type { FsDirectory, FsObject } from '../fs/entry.js'
import type { FsError } from '../fs/error.js'
import type { FsPath } from '../fs/path.js'
import type { Action, CopyReason } from './decide.js'

/** What happened, one event for each path that was dealt with. */
export type SyncEvent =
  | { readonly type: 'copied'; readonly path: FsPath; readonly bytes: number; readonly why: CopyReason; readonly onServer: boolean }
  | { readonly type: 'touched' | 'kept' | 'deleted' | 'directory-removed'; readonly path: FsPath }
  /** A dry run: this is what would have been done. */
  | { readonly type: 'planned'; readonly path: FsPath; readonly action: Action }
  | { readonly type: 'failed'; readonly path: FsPath; readonly error: FsError }
  /** A further entry of a name that another one stands for: a sync neither copies nor overwrites nor deletes it. */
  | { readonly type: 'duplicate'; readonly path: FsPath; readonly side: 'src' | 'dst'; readonly entry: FsObject | FsDirectory }
  /** Deletes that were decided and not done: something failed before, or the source was empty and nobody forced it. */
  | { readonly type: 'deletes-withheld'; readonly path: FsPath; readonly deletes: number; readonly why: 'errors' | 'empty-source' }

/** Only listens: it is called synchronously, and must not throw. */
export type Report = (event: SyncEvent) => void

/** What a run came to. In a dry run the counts tell what would have been done. */
export interface SyncSummary {
  copied: number
  /** Bytes of the objects that were copied. */
  bytes: number
  touched: number
  kept: number
  deleted: number
  failed: number
  /** Of those that failed, how many may go well in another run. */
  temporary: number
  /** Deletes that were decided and not done. */
  withheld: number
  /** Entries of either side that were passed over, as another one stands for their name. */
  duplicates: number
  /** The first error of those counted in `failed`. */
  firstError?: FsError
}

export function emptySummary(): SyncSummary {
  return { copied: 0, bytes: 0, touched: 0, kept: 0, deleted: 0, failed: 0, temporary: 0, withheld: 0, duplicates: 0 }
}

/** Adds an event to a summary. */
export function count(summary: SyncSummary, event: SyncEvent): void {
  switch (event.type) {
    case 'copied':
      summary.copied++
      summary.bytes += event.bytes
      break
    case 'touched':
    case 'kept':
    case 'deleted':
      summary[event.type]++
      break
    case 'planned':
      countPlanned(summary, event.action)
      break
    case 'failed':
      summary.failed++
      if (mayPass(event.error)) summary.temporary++
      summary.firstError ??= event.error
      break
    case 'deletes-withheld':
      summary.withheld += event.deletes
      break
    case 'duplicate':
      summary.duplicates++
      break
    case 'directory-removed':
      break
  }
}

function countPlanned(summary: SyncSummary, action: Action): void {
  if (action.do === 'copy') {
    summary.copied++
    summary.bytes += action.src.size ?? 0
  } else if (action.do === 'touch') summary.touched++
  else if (action.do === 'delete' && action.dst.kind === 'object') summary.deleted++
}

/** A file that changed meanwhile, or came damaged, may come whole the next time. */
function mayPass(error: FsError): boolean {
  return error.temporary || error.kind === 'mismatch' || error.kind === 'precondition-failed'
}
