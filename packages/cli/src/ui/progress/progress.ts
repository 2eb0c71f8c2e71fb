import { createMeters, type Meters, type SyncEvent, type SyncSummary } from '@tranship/core'
import type { EventLog } from '../log.js'
import { summaryEvent, summaryLine } from '../summary-line.js'
import { blockLines } from './block.js'
import { type ProgressChoices, statsEvent } from './progress-choices.js'
import type { Screen, Terminal } from './screen.js'
import { statsLines } from './stats-lines.js'
import { createTally } from './tally.js'

/** Shows how far a run is: on a terminal as a block that is drawn again and again, elsewhere by lines of the log. */
export interface Progress {
  /** Where the run counts its bytes. */
  readonly meters: Meters
  /** A run begins; the same work may take several. */
  begin(): void
  report(event: SyncEvent): void
  /** Takes the block away while somebody is asked, or waits for the turn of a question. */
  asking<T>(question: () => Promise<T>): Promise<T>
  /** Says what all came to. */
  summary(summary: SyncSummary): void
  /** Ends the drawing. */
  end(): void
}

/** Where progress is shown. */
export interface ProgressPlaces {
  readonly log: EventLog
  /** Absent: no terminal, or it is not to be drawn on. */
  readonly screen?: Screen
  readonly terminal: Terminal
}

export function startProgress(choices: ProgressChoices, { log, screen, terminal }: ProgressPlaces): Progress {
  const meters = createMeters()
  const begun = Date.now()
  const tally = createTally(meters, begun)
  let questions = 0

  const draw = () => {
    if (questions > 0) return
    // A terminal that does not know its size says 0.
    const [columns, rows] = [terminal.columns || 80, terminal.rows || 24]
    const snapshot = tally.snapshot(Date.now())
    const height = Math.min(rows - 1, MOST_LINES)
    screen?.draw(blockLines(snapshot, { width: columns - 1, height, colors: choices.colors, unit: choices.stats.unit }))
    if (choices.title) terminal.write(titleOf(`${snapshot.copied}/${snapshot.totalFiles} files`))
  }
  const tell = () => {
    const snapshot = tally.snapshot(Date.now())
    const event = statsEvent(snapshot)
    for (const [at, line] of statsLines(snapshot, choices.stats).entries())
      log(choices.level, line, undefined, at === 0 ? event : undefined)
  }
  const show = screen === undefined ? tell : draw
  const timer = choices.interval > 0 ? setInterval(show, choices.interval).unref() : undefined
  const onInfo = () => tell()
  process.on('SIGINFO', onInfo)

  return {
    meters,
    begin: tally.begin,
    report: tally.take,
    asking: async (question) => {
      questions++
      screen?.clear()
      try {
        return await question()
      } finally {
        questions--
      }
    },
    summary: (summary) => {
      const milliseconds = Date.now() - begun
      const line = summaryLine(summary, milliseconds, tally.totals.updated)
      screen?.clear()
      if (screen !== undefined) terminal.write(`${line}\n`)
      if (screen === undefined || choices.logsApart)
        log(choices.isWanted ? 'notice' : 'info', line, undefined, summaryEvent(tally.totals, milliseconds))
    },
    end: () => {
      clearInterval(timer)
      process.off('SIGINFO', onInfo)
      screen?.clear()
      if (choices.title) terminal.write(titleOf(''))
    },
  }
}

/** Of the block, however large the terminal. */
const MOST_LINES = 16

function titleOf(text: string): string {
  return `\x1b]0;${text === '' ? '' : `tranship ${text}`}\x07`
}
