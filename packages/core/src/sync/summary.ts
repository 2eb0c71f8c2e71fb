import type { FsError } from '../fs/error.js'
import type { Change } from './decide/action.js'
import type { How, StoppedBecause, SyncEvent, WithheldBecause } from './event.js'

/** What a run came to. In a dry run the counts tell what would have been done. */
export interface SyncSummary {
  copied: number
  /** Bytes of the objects that were copied. */
  bytes: number
  /** Objects; directories are not counted. */
  touched: number
  renamed: number
  /** Directories. */
  made: number
  kept: number
  /** Objects that a move removed from the source because the destination had them. */
  dropped: number
  /** Objects; directories are not counted. */
  deleted: number
  failed: number
  /** Of those that failed, how many may go well in another run. */
  temporary: number
  /** Places that could not be read, and may be another time: only a whole new run tells what is there. */
  unread: number
  /** Deletes that were decided and not done. */
  withheld: number
  withheldBecause?: WithheldBecause
  /** Entries of either side that were passed over, as another one stands for their name. */
  duplicates: number
  /** The limit that ended the run early. */
  stopped?: StoppedBecause
  /** The first error of those counted in `failed`. */
  firstError?: FsError
}

export function emptySummary(): SyncSummary {
  return {
    copied: 0,
    bytes: 0,
    touched: 0,
    renamed: 0,
    made: 0,
    kept: 0,
    dropped: 0,
    deleted: 0,
    failed: 0,
    temporary: 0,
    unread: 0,
    withheld: 0,
    duplicates: 0,
  }
}

/** Adds an event to a summary. */
export function count(summary: SyncSummary, event: SyncEvent): void {
  switch (event.type) {
    case 'done':
      countChange(summary, event.change, event.how)
      return
    case 'planned':
      countChange(summary, event.change)
      return
    case 'kept':
      summary.kept++
      return
    case 'failed':
      summary.failed++
      if (mayPass(event.error)) summary.temporary++
      if (event.unread) summary.unread++
      summary.firstError ??= event.error
      return
    case 'deletes-withheld':
      summary.withheld += event.deletes
      summary.withheldBecause ??= event.why
      return
    case 'duplicate':
      summary.duplicates++
      return
    case 'stopped':
      summary.stopped ??= event.why
      return
    case 'listed-again':
      // What was done is done; all else is told anew.
      Object.assign(summary, { kept: 0, failed: 0, temporary: 0, unread: 0, duplicates: 0 })
      delete summary.firstError
      return
    case 'retrying':
    case 'notice':
    case 'left':
    case 'limit-chosen':
      return
  }
}

function countChange(summary: SyncSummary, change: Change, how?: How): void {
  switch (change.do) {
    case 'copy':
      summary.copied++
      summary.bytes += how?.bytes ?? change.src.size ?? 0
      return
    case 'touch':
      if (change.dst.kind === 'object') summary.touched++
      return
    case 'rename':
      summary.renamed++
      return
    case 'make':
      summary.made++
      return
    case 'drop':
      if (change.src.kind === 'object') summary.dropped++
      return
    case 'delete':
      if (change.dst.kind === 'object') summary.deleted++
      return
  }
}

/** A file that changed meanwhile, or came damaged, may come whole the next time. */
export function mayPass(error: FsError): boolean {
  return error.temporary || error.kind === 'mismatch' || error.kind === 'precondition-failed'
}
