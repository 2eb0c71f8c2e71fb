import type { Change, How, KeepReason, Log, LogLevel, Notice, SyncEvent, SyncSummary, WithheldBecause } from '@tranship/core'
import { byteCount, counted } from './format.js'

/** A line for the log. */
type Line = readonly [level: LogLevel, message: string]

/** Tells the log of a sync's event, in rclone's words. */
export function tellSyncEvent(log: Log, event: SyncEvent): void {
  log(...lineOf(event), event.path)
}

function lineOf(event: SyncEvent): Line {
  switch (event.type) {
    case 'done':
      return ['info', doneLine(event.change, event.how)]
    case 'kept':
      return ['debug', event.why === undefined ? 'Unchanged skipping' : KEPT[event.why]]
    case 'planned':
      return ['notice', `Skipped ${PLANNED[event.change.do](event.change)} as --dry-run is set${sizeOf(event.change)}`]
    case 'failed':
      return ['error', event.error.message]
    case 'retrying':
      return ['error', `${event.error.message} (will be tried again)`]
    case 'duplicate':
      return ['notice', `Left as it is: one of several of this name at the ${SIDES[event.side]}`]
    case 'deletes-withheld':
      return ['error', `${WITHHELD[event.why]}: ${counted(event.deletes, 'delete')} not done`]
    case 'stopped':
      return ['error', `stopped: the limit of --${event.why} was reached`]
    case 'listed-again':
      return ['notice', 'a side was not listed in the order that it promises: both are listed again']
    case 'notice':
      return ['notice', NOTICES[event.what]]
  }
}

const SIDES = { src: 'source', dst: 'destination' }

const KEPT = {
  exists: 'Destination exists, skipping',
  newer: 'Destination is newer than source, skipping',
  'one-file': 'Source and destination are the same file, skipping',
  'compare-dest': 'Destination found in --compare-dest, skipping',
} satisfies Record<KeepReason, string>

const WITHHELD = {
  errors: 'not deleting files as there were errors',
  'empty-source': 'not deleting files as the source is empty (--force-delete lets it empty the destination)',
  'more-than-half': 'not deleting files as it would be more than half of the destination (--force-delete lets them go)',
  'max-delete': 'not deleting files as it would be more than --max-delete allows',
  'max-delete-size': 'not deleting files as it would be more than --max-delete-size allows',
} satisfies Record<WithheldBecause, string>

const NOTICES = {
  'no-common-hash': 'source and destination have no hash in common: --checksum falls back to --size-only',
  'renames-not-tracked': 'renames are not tracked: the sides have no hash in common, or the destination cannot move files',
} satisfies Record<Notice, string>

function doneLine(change: Change, how: How | undefined): string {
  switch (change.do) {
    case 'copy':
      return how?.moved ? `Moved (${howDone(how, 'server-side', change)})` : `Copied (${howDone(how, 'server-side copy', change)})`
    case 'touch':
      return 'Updated modification time in destination'
    case 'rename':
      return `Renamed from ${JSON.stringify(change.dst.path)}`
    case 'make':
      return 'Made directory'
    case 'drop':
      return 'Deleted from the source: the destination has it'
    case 'delete':
      return change.dst.kind === 'directory' ? 'Removed directory' : 'Deleted'
  }
}

function howDone(how: How | undefined, onServer: string, { why }: CopyChange): string {
  return `${how?.onServer ? `${onServer}, ` : ''}${why === 'missing' ? 'new' : 'replaced existing'}`
}

type CopyChange = Extract<Change, { do: 'copy' }>

const PLANNED: { readonly [Do in Change['do']]: (change: Change) => string } = {
  copy: () => 'copy',
  touch: () => 'update modification time',
  rename: () => 'rename',
  make: () => 'make directory',
  drop: () => 'delete from the source',
  delete: (change) => (change.do === 'delete' && change.dst.kind === 'directory' ? 'remove directory' : 'delete'),
}

function sizeOf(change: Change): string {
  return change.do === 'copy' && change.src.size !== undefined ? ` (size ${change.src.size})` : ''
}

/** One line on what a sync came to. */
export function summaryLine(summary: SyncSummary, milliseconds: number): string {
  const parts = [
    `${counted(summary.copied, 'file')} copied (${byteCount(summary.bytes)})`,
    summary.renamed > 0 && `${summary.renamed} renamed`,
    summary.touched > 0 && `${summary.touched} with new times`,
    summary.deleted > 0 && `${summary.deleted} deleted`,
    `${summary.kept} unchanged`,
    summary.failed > 0 && `${summary.failed} failed`,
  ]
  return `${parts.filter(Boolean).join(', ')} in ${(milliseconds / 1000).toFixed(1)}s`
}
