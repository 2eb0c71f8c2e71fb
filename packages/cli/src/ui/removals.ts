import type { DeleteEvent, FsError, RemoveDirectoryEvent } from '@tranship/core'
import type { EventLog } from './log.js'
import type { LogEvent } from './log-events.js'

/** A line for the log. */
type Line = Parameters<EventLog>

/** Tells the log of a file's deletion, in rclone's words. */
export function tellDelete(log: EventLog, event: DeleteEvent): void {
  log(...deleteLine(event))
}

/** Tells the log of a directory's removal, in rclone's words. `root` is what the person calls the root. */
export function tellRemovedDirectory(log: EventLog, event: RemoveDirectoryEvent, root: string): void {
  log(...directoryLine(event, event.path === '' ? root : event.path))
}

function deleteLine(event: DeleteEvent): Line {
  switch (event.type) {
    case 'deleted':
      return ['info', 'Deleted', event.object.path, { event: 'deleted', directory: false }]
    case 'planned':
      return ['notice', `Skipped delete as --dry-run is set${sizeOf(event.object)}`, event.object.path, PLANNED]
    case 'failed':
      return ['error', event.error.message, event.path, failed(event.error)]
  }
}

function directoryLine(event: RemoveDirectoryEvent, path: string): Line {
  switch (event.type) {
    case 'removed':
      return ['info', 'Removed directory', path, { event: 'deleted', directory: true }]
    case 'planned':
      return ['notice', 'Skipped remove directory as --dry-run is set', path, PLANNED]
    case 'failed':
      return ['error', event.error.message, path, failed(event.error)]
  }
}

const PLANNED: LogEvent = { event: 'planned', change: 'delete' }

function failed({ kind, temporary }: FsError): LogEvent {
  return { event: 'failed', kind, temporary }
}

/** " (size 3)"; nothing where it is not known. */
export function sizeOf({ size }: { readonly size?: number }): string {
  return size === undefined ? '' : ` (size ${size})`
}
