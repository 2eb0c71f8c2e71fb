import type { SyncSummary } from '@tranship/core'
import { byteCount, counted } from './format.js'
import type { LogEvent } from './log-events.js'
import type { Totals } from './progress/tally.js'

/** One line on what a sync came to. `updated`: of the files that were copied, those that replaced others. */
export function summaryLine(summary: SyncSummary, milliseconds: number, updated = 0): string {
  const parts = [
    `${counted(summary.copied, 'file')} copied (${byteCount(summary.bytes)})`,
    updated > 0 && `${updated} of them updated`,
    summary.renamed > 0 && `${summary.renamed} renamed`,
    summary.touched > 0 && `${summary.touched} with new times`,
    summary.deleted > 0 && `${summary.deleted} deleted`,
    `${summary.kept} unchanged`,
    summary.failed > 0 && `${summary.failed} failed`,
  ]
  return `${parts.filter(Boolean).join(', ')} in ${(milliseconds / 1000).toFixed(1)}s`
}

/** The same for the JSON log. */
export function summaryEvent(totals: Readonly<Totals>, milliseconds: number): LogEvent {
  return { event: 'summary', ...totals, elapsed: Math.round(milliseconds) }
}
