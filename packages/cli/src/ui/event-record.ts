import type { Change, How, LimiterChoice, SyncEvent } from '@tranship/core'
import type { LogEvent } from './log-events.js'

/** A sync's event as the JSON log tells it. */
export function eventRecord(event: SyncEvent): LogEvent {
  switch (event.type) {
    case 'done':
      return changeRecord(event.change, event.how)
    case 'planned':
      return { event: 'planned', change: event.change.do, ...(event.change.do === 'copy' && sizeOf(event.change.src)) }
    case 'kept':
      return { event: 'unchanged', ...(event.why !== undefined && { reason: event.why }) }
    case 'left':
      return { event: 'left' }
    case 'failed':
    case 'retrying':
      return { event: event.type, kind: event.error.kind, temporary: event.error.temporary }
    case 'duplicate':
      return { event: 'duplicate', side: event.side }
    case 'deletes-withheld':
      return { event: 'deletes-withheld', deletes: event.deletes, reason: event.why }
    case 'stopped':
      return { event: 'stopped', reason: event.why }
    case 'listed-again':
      return { event: 'listed-again' }
    case 'notice':
      return { event: 'notice', what: event.what }
    case 'limit-chosen':
      return limitRecord(event.remote, event.choice)
  }
}

function limitRecord(remote: string, { use, limit, why, pace }: LimiterChoice): LogEvent {
  return { event: 'limit-chosen', remote, use, limit, reason: why, ...(pace !== undefined && { pace: Math.round(pace * 60) }) }
}

function changeRecord(change: Change, how: How | undefined): LogEvent {
  switch (change.do) {
    case 'copy':
      return {
        event: how?.moved ? 'moved' : 'copied',
        onServer: how?.onServer ?? false,
        replaced: change.dst !== undefined,
        ...sizeOf(how === undefined ? change.src : { size: how.bytes }),
      }
    case 'touch':
      return { event: 'touched', directory: change.dst.kind === 'directory' }
    case 'rename':
      return { event: 'renamed', from: change.dst.path }
    case 'make':
      return { event: 'made' }
    case 'drop':
      return { event: 'dropped', directory: change.src.kind === 'directory' }
    case 'delete':
      return { event: 'deleted', directory: change.dst.kind === 'directory' }
  }
}

function sizeOf({ size }: { readonly size?: number }): { readonly size?: number } {
  return size === undefined ? {} : { size }
}
