import type { Action, CheckVerdict, Log, SyncEvent, SyncSummary } from '@tranship/core'
import { byteCount, counted } from './format.js'

/** Tells the log of a sync's event, in rclone's words. */
export function tellSyncEvent(log: Log, event: SyncEvent): void {
  const { path } = event
  switch (event.type) {
    case 'copied':
      return log('info', `Copied (${howCopied(event)})`, path)
    case 'touched':
      return log('info', 'Updated modification time in destination', path)
    case 'kept':
      return log('debug', 'Unchanged skipping', path)
    case 'deleted':
      return log('info', 'Deleted', path)
    case 'directory-removed':
      return log('info', 'Removed directory', path)
    case 'planned':
      return log('notice', `Skipped ${planned(event.action)} as --dry-run is set${sizeOf(event.action)}`, path)
    case 'failed':
      return log('error', event.error.message, path)
    case 'deletes-withheld':
      return log('error', `${WITHHELD[event.why]}: ${counted(event.deletes, 'delete')} not done`, path)
  }
}

const WITHHELD = {
  errors: 'not deleting files as there were errors',
  'empty-source': 'not deleting files as the source is empty (--force-delete lets it empty the destination)',
} satisfies Record<Extract<SyncEvent, { type: 'deletes-withheld' }>['why'], string>

function howCopied(event: Extract<SyncEvent, { type: 'copied' }>): string {
  const how = event.why === 'missing' ? 'new' : 'replaced existing'
  return event.onServer ? `server-side copy, ${how}` : how
}

function planned(action: Action): string {
  switch (action.do) {
    case 'copy':
      return 'copy'
    case 'touch':
      return 'update modification time'
    case 'delete':
      return action.dst.kind === 'directory' ? 'remove directory' : 'delete'
    default:
      return action.do
  }
}

function sizeOf(action: Action): string {
  return action.do === 'copy' && action.src.size !== undefined ? ` (size ${action.src.size})` : ''
}

/** One line on what a sync came to. */
export function summaryLine(summary: SyncSummary, milliseconds: number): string {
  const parts = [
    `${counted(summary.copied, 'file')} copied (${byteCount(summary.bytes)})`,
    summary.touched > 0 && `${summary.touched} with new times`,
    summary.deleted > 0 && `${summary.deleted} deleted`,
    `${summary.kept} unchanged`,
    summary.failed > 0 && `${summary.failed} failed`,
  ]
  return `${parts.filter(Boolean).join(', ')} in ${(milliseconds / 1000).toFixed(1)}s`
}

/** Tells the log of a check's verdict, in rclone's words. */
export function tellCheckVerdict(log: Log, verdict: CheckVerdict, src: string, dst: string): void {
  const { path } = verdict
  switch (verdict.is) {
    case 'same':
      return log('debug', verdict.unhashed ? 'OK - could not check hash' : 'OK', path)
    case 'different':
      return log('error', verdict.why === 'size' ? 'sizes differ' : 'hashes differ', path)
    case 'missing-on-dst':
      return log('error', `file not in ${dst}`, path)
    case 'missing-on-src':
      return log('error', `file not in ${src}`, path)
    case 'unknown':
      return log('error', verdict.error.message, path)
  }
}
