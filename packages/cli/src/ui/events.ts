import type { Change, How, KeepReason, LogLevel, Notice, SyncEvent, WithheldBecause } from '@tranship/core'
import { eventRecord } from './event-record.js'
import { counted } from './format.js'
import { limiterChoiceLine } from './limiter-choice.js'
import type { EventLog } from './log.js'

/** A line for the log. */
type Line = readonly [level: LogLevel, message: string]

/** Tells the log of a sync's event, in rclone's words. */
export function tellSyncEvent(log: EventLog, event: SyncEvent): void {
  const [level, message] = lineOf(event)
  log(level, message, event.path, eventRecord(event))
}

function lineOf(event: SyncEvent): Line {
  switch (event.type) {
    case 'done':
      return ['info', doneLine(event.change, event.how)]
    case 'kept':
      return ['debug', event.why === undefined ? 'Unchanged skipping' : KEPT[event.why]]
    case 'left':
      return ['debug', 'Not in the source, left']
    case 'planned':
      return ['notice', `Skipped ${plannedOf(event.change)} as --dry-run is set${sizeOf(event.change)}`]
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
    case 'limit-chosen':
      return ['debug', `${event.remote}: ${limiterChoiceLine(event.choice)}`]
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
      return change.dst.kind === 'directory' ? 'Set directory modification time' : 'Updated modification time in destination'
    case 'rename':
      return `Renamed from ${JSON.stringify(change.dst.path)}`
    case 'make':
      return 'Made directory'
    case 'drop':
      return change.src.kind === 'directory' ? 'Removed directory of the source' : 'Deleted from the source: the destination has it'
    case 'delete':
      return change.dst.kind === 'directory' ? 'Removed directory' : 'Deleted'
  }
}

function howDone(how: How | undefined, onServer: string, { why }: CopyChange): string {
  return `${how?.onServer ? `${onServer}, ` : ''}${why === 'missing' ? 'new' : 'replaced existing'}`
}

type CopyChange = Extract<Change, { do: 'copy' }>

function plannedOf(change: Change): string {
  switch (change.do) {
    case 'copy':
    case 'rename':
      return change.do
    case 'touch':
      return change.dst.kind === 'directory' ? 'set directory modification time' : 'update modification time'
    case 'make':
      return 'make directory'
    case 'drop':
      return change.src.kind === 'directory' ? 'remove directory of the source' : 'delete from the source'
    case 'delete':
      return change.dst.kind === 'directory' ? 'remove directory' : 'delete'
  }
}

function sizeOf(change: Change): string {
  return change.do === 'copy' && change.src.size !== undefined ? ` (size ${change.src.size})` : ''
}
