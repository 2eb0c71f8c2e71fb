import type { DeleteEvent, Log, LogLevel, RemoveDirectoryEvent } from '@tranship/core'

/** A line for the log. */
type Line = readonly [level: LogLevel, message: string, path: string]

/** Tells the log of a file's deletion, in rclone's words. */
export function tellDelete(log: Log, event: DeleteEvent): void {
  log(...deleteLine(event))
}

/** Tells the log of a directory's removal, in rclone's words. `root` is what the person calls the root. */
export function tellRemovedDirectory(log: Log, event: RemoveDirectoryEvent, root: string): void {
  log(...directoryLine(event, event.path === '' ? root : event.path))
}

function deleteLine(event: DeleteEvent): Line {
  switch (event.type) {
    case 'deleted':
      return ['info', 'Deleted', event.object.path]
    case 'planned':
      return ['notice', `Skipped delete as --dry-run is set${sizeOf(event.object)}`, event.object.path]
    case 'failed':
      return ['error', event.error.message, event.path]
  }
}

function directoryLine(event: RemoveDirectoryEvent, path: string): Line {
  switch (event.type) {
    case 'removed':
      return ['info', 'Removed directory', path]
    case 'planned':
      return ['notice', 'Skipped remove directory as --dry-run is set', path]
    case 'failed':
      return ['error', event.error.message, path]
  }
}

/** " (size 3)"; nothing where it is not known. */
export function sizeOf({ size }: { readonly size?: number }): string {
  return size === undefined ? '' : ` (size ${size})`
}
