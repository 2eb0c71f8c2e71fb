import type { Change, SyncEvent } from '@tranship/core'
import type { ListName, ReportLists } from './report-lists.js'

/** What lists are told of an event: how the sides compared, and which files the destination has afterwards. */
interface Listed {
  readonly marks: readonly (readonly [ListName, string])[]
  readonly stays: readonly string[]
}

/** Lists the files of a run as its events tell of them. Directories are on no list. */
export function listSyncEvent(lists: ReportLists, event: SyncEvent): void {
  if (!lists.areWanted) return
  const { marks, stays } = listedOf(event)
  // Nobody waits for an event: standard output keeps what its reader has not taken.
  for (const [list, path] of marks) void lists.add(list, path)
  for (const path of stays) void lists.stays(path)
}

function listedOf(event: SyncEvent): Listed {
  const { path } = event
  switch (event.type) {
    case 'done':
      return { marks: marksOf(event.change), stays: staysAfter(event.change) }
    case 'planned':
      return { marks: marksOf(event.change), stays: staysWithout(event.change) }
    case 'failed': {
      const { change } = event
      return { marks: [...(change ? marksOf(change) : []), ['error', path]], stays: change ? staysWithout(change) : [] }
    }
    case 'kept':
      return { marks: [['match', path]], stays: event.why === 'compare-dest' ? [] : [path] }
    case 'left':
      return { marks: [['missing-on-src', path]], stays: [path] }
    default:
      return NOTHING
  }
}

const NOTHING: Listed = { marks: [], stays: [] }

function marksOf(change: Change): Listed['marks'] {
  const { path } = change
  switch (change.do) {
    case 'copy':
      return [[change.dst === undefined ? 'missing-on-dst' : 'differ', path]]
    case 'rename':
      return [
        ['missing-on-dst', path],
        ['missing-on-src', change.dst.path],
      ]
    case 'touch':
    case 'drop':
      return change.src.kind === 'object' ? [['match', path]] : []
    case 'delete':
      return change.dst.kind === 'object' ? [['missing-on-src', path]] : []
    case 'make':
      return []
  }
}

/** The files of a change that the destination has when it is made. */
function staysAfter(change: Change): readonly string[] {
  switch (change.do) {
    case 'copy':
    case 'rename':
      return [change.path]
    case 'touch':
    case 'drop':
      return change.src.kind === 'object' ? [change.path] : []
    case 'delete':
    case 'make':
      return []
  }
}

/** Those that it has when the change is not made. */
function staysWithout(change: Change): readonly string[] {
  switch (change.do) {
    case 'copy':
      return change.dst === undefined ? [] : [change.dst.path]
    case 'rename':
      return [change.dst.path]
    case 'touch':
    case 'delete':
      return change.dst.kind === 'object' ? [change.dst.path] : []
    case 'drop':
      return staysAfter(change)
    case 'make':
      return []
  }
}
