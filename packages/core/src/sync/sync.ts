import type { Fs } from '../fs/fs.js'
import { ROOT } from '../fs/path.js'
import type { AdaptiveLimiter } from '../http/adaptive/adaptive-limiter.js'
import type { Meters } from '../progress/meter.js'
import type { Scratch } from '../tree/scratch.js'
import type { Change } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import { whyImpossible } from './decide/impossible.js'
import type { References } from './decide/settle.js'
import { copyObstructed, deleteBefore, deleteExtras, deletesFirst } from './deletes.js'
import type { Notice, Report, WithheldBecause } from './event.js'
import { type CheckpointStore, discardExpired } from './execute/checkpoints.js'
import { makeDirectoryChanges } from './execute/directory-changes.js'
import type { Admission } from './execute/tasks.js'
import type { Scope } from './join/pairs.js'
import { pass } from './pass.js'
import { createRun, endRun, type Run } from './run.js'
import type { SyncSummary } from './summary.js'
import { canTrackRenames } from './wait/renames.js'

export interface SyncOptions extends Scope, Partial<References> {
  readonly signal?: AbortSignal
  readonly report?: Report
  readonly meters?: Meters
  /** Files in transfer at a time, or who decides; by default 4. */
  readonly transfers?: number | Admission
  /** Files in comparison at a time, or who decides; by default 8. */
  readonly checkers?: number | Admission
  /** The limiters of the remotes, by their names: what they choose while the run lasts is reported. */
  readonly limiters?: Readonly<Record<string, AdaptiveLimiter>>
  /** Slows transfers down: awaited before each block of bytes goes on. */
  take?(bytes: number): void | Promise<void>
  /** Called for each transfer: what it gives slows that one alone. */
  paceEach?(): (bytes: number) => void | Promise<void>
  /** How often a file that fails in a way that may pass is tried in all; by default once. */
  readonly attempts?: number
  /** Milliseconds before what failed is tried again. */
  readonly retryDelay?: number
  /** Where what memory should not hold is kept meanwhile; absent: all stays in memory. */
  readonly scratch?: Scratch
  /** Nothing is changed; what would be is reported as planned. */
  readonly dryRun?: boolean
  /** Asked before each change: false leaves it undone. */
  confirm?(change: Change): boolean | Promise<boolean>
  /** Asked when the deletes look like a mistake: false, as when it is absent, withholds them. */
  confirmDeletes?(why: WithheldBecause, deletes: number): boolean | Promise<boolean>
  /** Where it is kept how far transfers came, so that one that is cut off goes on in a later run; absent: it leaves nothing. */
  readonly checkpoints?: CheckpointStore
  /** Where what is replaced or deleted is moved to; with a suffix it may be the destination itself. */
  readonly backupInto?: Fs
}

/**
 * Makes `dst` have what `src` has: new and changed objects are copied, times that alone differ are set. With
 * `choices.deletes` it then removes what only `dst` has, unless anything failed or a guard rail stands in the way; with
 * `choices.moves` it removes from `src` what has arrived.
 *
 * Failures of single files are reported and counted, and the rest goes on. What makes the whole run impossible (a source
 * that is missing or cannot be listed, sides that lie in each other, an abort before the deletes) rejects; then nothing has
 * been deleted. When it rejects, all that was begun has ended.
 */
export async function sync(src: Fs, dst: Fs, choices: SyncChoices, options: SyncOptions = {}): Promise<SyncSummary> {
  const impossible = whyImpossible(src, dst, choices, options, options.backupInto)
  if (impossible !== undefined) throw impossible
  const run = createRun(src, dst, choices, options)
  const { signal, executor, summary } = run
  for (const what of noticesOf(run)) run.report({ type: 'notice', path: ROOT, what })
  try {
    if (deletesFirst(choices)) await deleteBefore(run)
    await pass(run)
    if (run.cutoff.reached() !== undefined) return summary
    if (run.findings.destinationMissing && summary.copied === 0 && summary.failed === 0 && !options.dryRun)
      await dst.mkdir(ROOT, { signal })
    await deleteExtras(run)
    await copyObstructed(run)
    await makeDirectoryChanges(run.directories.changes(), executor, { failed: summary.failed })
    if (options.checkpoints !== undefined && !options.dryRun) await discardExpired(options.checkpoints, dst, signal)
    signal.throwIfAborted()
    return summary
  } finally {
    await endRun(run)
  }
}

/** What was chosen and cannot be had. */
function noticesOf({ dst, rules }: Run): Notice[] {
  const notices: Notice[] = []
  if (rules.compare === 'checksum' && rules.hash === undefined) notices.push('no-common-hash')
  if (rules.trackRenames !== undefined && !canTrackRenames(dst, rules)) notices.push('renames-not-tracked')
  return notices
}
