import type { Action, CheckVerdict, Log, LogLevel, SyncEvent, SyncSummary } from '@tranship/core'
import { byteCount, counted } from './format.js'

/** A line for the log. */
type Line = readonly [level: LogLevel, message: string]

/** Tells the log of a sync's event, in rclone's words. */
export function tellSyncEvent(log: Log, event: SyncEvent): void {
  log(...lineOf(event), event.path)
}

function lineOf(event: SyncEvent): Line {
  switch (event.type) {
    case 'copied':
      return ['info', `Copied (${howCopied(event)})`]
    case 'touched':
      return ['info', 'Updated modification time in destination']
    case 'kept':
      return ['debug', 'Unchanged skipping']
    case 'deleted':
      return ['info', 'Deleted']
    case 'directory-removed':
      return ['info', 'Removed directory']
    case 'planned':
      return ['notice', `Skipped ${planned(event.action)} as --dry-run is set${sizeOf(event.action)}`]
    case 'failed':
      return ['error', event.error.message]
    case 'duplicate':
      return ['notice', `Left as it is: one of several of this name at the ${SIDES[event.side]}`]
    case 'deletes-withheld':
      return ['error', `${WITHHELD[event.why]}: ${counted(event.deletes, 'delete')} not done`]
  }
}

const SIDES = { src: 'source', dst: 'destination' }

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
  log(...verdictLine(verdict, src, dst), verdict.path)
}

function verdictLine(verdict: CheckVerdict, src: string, dst: string): Line {
  switch (verdict.is) {
    case 'same':
      return ['debug', verdict.unhashed ? 'OK - could not check hash' : 'OK']
    case 'different':
      return ['error', verdict.why === 'size' ? 'sizes differ' : 'hashes differ']
    case 'missing-on-dst':
      return ['error', `file not in ${dst}`]
    case 'missing-on-src':
      return ['error', `file not in ${src}`]
    case 'duplicate':
      return ['notice', `Not compared: one of several of this name in ${verdict.side === 'src' ? src : dst}`]
    case 'unknown':
      return ['error', verdict.error.message]
  }
}
