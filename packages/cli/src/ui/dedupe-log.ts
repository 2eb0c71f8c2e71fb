import type { DedupeEvent, DuplicateFiles, HashName, Log, LogLevel } from '@tranship/core'
import { dateTimeNanoseconds, NO_TIME } from './format.js'
import { sizeOf } from './removals.js'
import { shownName } from './shown-name.js'

/** Tells the log what dedupe found and did, in rclone's words. */
export function tellDedupe(log: Log, event: DedupeEvent): void {
  const about = 'name' in event ? event.name : event.type === 'deleted' ? event.object.path : event.path
  log(...lineOf(event), about)
}

function lineOf(event: DedupeEvent): readonly [LogLevel, string] {
  switch (event.type) {
    case 'found':
      return ['notice', `Found ${event.files} files with duplicate ${what(event.hash)}`]
    case 'identical':
      return ['notice', `Deleting ${event.files - 1}/${event.files} identical duplicates (${event.by})`]
    case 'skipped':
      return ['notice', `Skipping ${event.files} files with duplicate ${what(event.hash)}`]
    case 'thinned':
      return ['notice', `Deleted ${event.files} extra copies`]
    case 'resolved':
      return ['notice', 'All duplicates removed']
    case 'deleted':
      return ['info', 'Deleted']
    case 'renamed':
      return ['info', `Renamed to: ${event.to}`]
    case 'merged':
      return ['info', `Merged ${event.directories} directories of this name`]
    case 'twins':
      return ['notice', `Found ${event.directories} directories of this name`]
    case 'same-file':
      return ['notice', `Ignoring as it appears ${event.times} times in the listing and deleting would lead to data loss`]
    case 'planned':
      return ['notice', `Skipped ${PLANNED[event.what]} as --dry-run is set${sizeOf(event)}`]
    case 'failed':
      return ['error', event.error.message]
  }
}

const PLANNED = { delete: 'delete', rename: 'rename', merge: 'merge duplicate directories' } as const

function what(hash: HashName | undefined): string {
  return hash === undefined ? 'names' : `${hash} hashes`
}

/** The list that a person chooses from: of files of one content their paths, of files of one name their digests. */
export function duplicateLines({ name, objects }: DuplicateFiles, by: 'name' | 'content', hash: HashName | undefined): string[] {
  const rows = objects.map(({ size = -1, modTime = NO_TIME, path, hashes }, at) => {
    const digest = (hash !== undefined && hashes?.[hash]) || ''
    const last = by === 'content' ? shownName(path) : `${hash} ${digest.padStart(32)}`
    return `  ${at + 1}: ${String(size).padStart(12)} bytes, ${dateTimeNanoseconds(modTime)}, ${last}`
  })
  return [`${shownName(name)}: ${objects.length} duplicates`, ...rows]
}
