import type { EventLog } from '../log.js'
import type { LogEvent } from '../log-events.js'
import { fitText } from '../text-width.js'
import { shortBytes, shortDuration } from './amounts.js'
import { progressChoicesFrom } from './progress-choices.js'
import type { WalkFlags } from './progress-flags.js'
import type { Screen } from './screen.js'
import type { WalkCounts } from './walk-counts.js'

/**
 * Shows how far work is that looks through many files, and moves none: on a terminal as one line that is drawn again and again, elsewhere
 * by lines of the log. Gives the function that ends it, which says what all came to.
 */
export function startWalkProgress(
  flags: WalkFlags,
  counts: Readonly<WalkCounts>,
  { log, screen }: { readonly log: EventLog; readonly screen: Screen | undefined },
): () => void {
  const choices = progressChoicesFrom({ ...flags, color: 'never' }, screen !== undefined, process.env)
  const begun = Date.now()
  const event = (): LogEvent => ({ event: 'looked', ...counts, elapsed: Date.now() - begun })
  const draw = () => screen?.draw([fitText(` ${walkLine(counts, Date.now() - begun)}`, (process.stderr.columns || 80) - 1).trimEnd()])
  const tell = () => {
    const [first = '', ...more] = choices.stats.oneLine ? [walkLine(counts, Date.now() - begun)] : walkLines(counts, Date.now() - begun)
    log(choices.level, first, undefined, event())
    for (const line of more) log(choices.level, line)
  }
  const timer = choices.interval > 0 ? setInterval(screen === undefined ? tell : draw, choices.interval).unref() : undefined
  return () => {
    clearInterval(timer)
    screen?.clear()
    if (screen !== undefined) process.stderr.write(`${walkLine(counts, Date.now() - begun)}\n`)
    if (screen === undefined || choices.logsApart) tell()
  }
}

/** "0:12, 5210 listed, 300 checked, 1.20 MiB read, 2 errors". */
function walkLine(counts: Readonly<WalkCounts>, milliseconds: number): string {
  return [shortDuration(milliseconds / 1000), ...toldCounts(counts).map(([name, amount]) => `${amount} ${name}`)].join(', ')
}

function walkLines(counts: Readonly<WalkCounts>, milliseconds: number): readonly string[] {
  const lines = toldCounts(counts).map(([name, amount]) => `${`${name[0]?.toUpperCase()}${name.slice(1)}:`.padEnd(14)} ${amount}`)
  return [...lines, `Elapsed time:  ${(milliseconds / 1000).toFixed(1)}s`]
}

function toldCounts({ listed, checked, deleted, changed, bytes, failed }: Readonly<WalkCounts>): readonly (readonly [string, string])[] {
  const others = Object.entries({ checked, deleted, changed }).flatMap(([name, amount]) =>
    amount > 0 ? [[name, String(amount)] as const] : [],
  )
  return [
    ['listed', String(listed)],
    ...others,
    ...(bytes > 0 ? [['read', shortBytes(bytes)] as const] : []),
    ...(failed > 0 ? [[failed === 1 ? 'error' : 'errors', String(failed)] as const] : []),
  ]
}
