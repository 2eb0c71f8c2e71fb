import type { Fs } from '../fs/fs.js'
import type { Change } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import { copyObstructed, deletePlanned } from './deletes.js'
import { createDirectoryChanges, isOfDirectory, makeDirectoryChanges } from './execute/directory-changes.js'
import { verifyUnchanged } from './execute/preconditions.js'
import { releaseBacklog } from './pass.js'
import { createRun, endRun } from './run.js'
import type { SyncSummary } from './summary.js'
import type { SyncOptions } from './sync.js'

/**
 * Makes just the changes that were planned, deletes last, and then those of directories themselves. One whose sides are no
 * longer as they were is refused with `precondition-failed`, and counted; once anything has failed, nothing is deleted.
 */
export async function apply(
  changes: AsyncIterable<readonly Change[]>,
  src: Fs,
  dst: Fs,
  choices: SyncChoices,
  options: SyncOptions = {},
): Promise<SyncSummary> {
  const run = createRun(src, dst, choices, options, (change, signal) => verifyUnchanged(change, src, dst, signal))
  const { executor, signal, summary } = run
  const { extras } = run.findings
  await using directories = createDirectoryChanges(run.spooling)
  try {
    for await (const page of changes) {
      for (const change of page) {
        if (change.do === 'delete') await extras.add(change.dst)
        else if (isOfDirectory(change)) await directories.add([change])
        else await executor.start(change)
      }
      if (run.cutoff.reached() !== undefined) return summary
    }
    await executor.settled()
    await releaseBacklog(run)
    signal.throwIfAborted()
    await deletePlanned(run)
    await copyObstructed(run)
    await makeDirectoryChanges(directories.inOrder(), executor, { failed: summary.failed })
    signal.throwIfAborted()
    return summary
  } finally {
    await endRun(run)
  }
}
