import type { FsObject, Page } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { ROOT } from '../fs/path.js'
import type { CopyAction } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import { decide } from './decide/decide.js'
import { mayBeAsked, whyNotDelete } from './decide/guard-rails.js'
import type { SyncEvent } from './event.js'
import { createDirectoryChanges, makeDirectoryChanges } from './execute/directory-changes.js'
import { forListedPairs } from './pass.js'
import type { Run } from './run.js'
import type { Extras } from './wait/extras.js'
import { createFindings, type Findings } from './wait/findings.js'
import { withoutLeftOut } from './wait/left-out.js'

/** Whether deletes come before all else. What is to be renamed must still be there then. */
export function deletesFirst({ deletes, deleteMoment, trackRenames }: SyncChoices): boolean {
  return deletes && deleteMoment === 'before' && trackRenames === undefined
}

/** Removes what only the destination has before anything is copied: both sides are listed for that alone. */
export async function deleteBefore(run: Run): Promise<void> {
  let unreadable = 0
  await forListedPairs(run, async (pairs) => {
    unreadable = 0
    for await (const page of pairs) {
      for (const pair of page) {
        if (pair.src?.kind === 'object') run.findings.sources++
        if (pair.dst?.kind === 'object') run.findings.targets++
        if (pair.src?.kind === 'unreadable') run.findings.unread.add(pair.path)
        if (pair.src?.kind === 'unreadable' || pair.dst?.kind === 'unreadable') unreadable++
        const action = decide(pair, run.rules)
        if (action.do === 'delete') await run.findings.extras.add(action.dst)
      }
    }
  })
  run.signal.throwIfAborted()
  await deleteIfAllowed(run, await withoutLeftOut(run, run.findings.extras), { failed: unreadable, ...countsOf(run.findings) })
  await run.findings[Symbol.asyncDispose]()
  run.findings = createFindings(run.src, run.dst, run.rules, run.signal, run.spooling)
}

/** Removes what only the destination has, unless something forbids it, or it was done before. */
export async function deleteExtras(run: Run): Promise<void> {
  if (deletesFirst(run.rules)) return
  const { findings, summary } = run
  await deleteIfAllowed(run, findings.renames.remaining() ?? findings.extras, { failed: summary.failed, ...countsOf(findings) })
}

/** What waited for an entry of the other kind to be deleted. Where that has not happened it fails, and is counted now. */
export async function copyObstructed({ executor, obstructed, report }: Run): Promise<void> {
  for await (const page of obstructed.release()) for (const action of page) await executor.start(action)
  await executor.settled()
  for await (const page of obstructed.release()) for (const action of page) report(inTheWay(action))
}

function inTheWay(change: CopyAction): SyncEvent {
  const { path } = change
  const error = new FsError('already-exists', 'a file or directory of this name is in the way', { path })
  return { type: 'failed', path, error, change }
}

/** Removes what a plan says: the guard rails were passed when it was made, and a failure still forbids it. */
export async function deletePlanned(run: Run): Promise<void> {
  await deleteIfAllowed({ ...run, rules: { ...run.rules, forceDelete: true } }, run.findings.extras, {
    failed: run.summary.failed,
    ...countsOf(run.findings),
  })
}

function countsOf({ sources, targets }: Findings): Omit<Counts, 'failed'> {
  return { sources, targets }
}

type Counts = { readonly failed: number; readonly sources: number; readonly targets: number }

async function deleteIfAllowed(run: Run, extras: Extras, counts: Counts): Promise<void> {
  if (extras.size === 0) return
  const { options, report, executor, rules } = run
  const why = whyNotDelete({ ...counts, deletes: extras.objects, deletedBytes: extras.bytes }, rules)
  if (why !== undefined && !(mayBeAsked(why) && (await options.confirmDeletes?.(why, extras.size)))) {
    report({ type: 'deletes-withheld', path: ROOT, deletes: extras.size, why })
    for await (const page of extras.inOrder()) {
      for (const entry of page) if (entry.kind === 'object') report({ type: 'left', path: entry.path, dst: entry })
    }
    return
  }
  await removeAll(extras.inOrder(), run).finally(executor.settled)
}

/** Objects first, then the directories that held them, the deepest first. */
async function removeAll(extras: AsyncIterable<Page>, { executor, spooling }: Run): Promise<void> {
  await using directories = createDirectoryChanges(spooling)
  for await (const page of extras) {
    const objects: FsObject[] = []
    for (const entry of page) {
      if (entry.kind === 'directory') await directories.add([{ do: 'delete', path: entry.path, dst: entry }])
      else if (entry.kind === 'object') objects.push(entry)
    }
    await executor.deleteAll(objects)
  }
  await executor.settled()
  await makeDirectoryChanges(directories.inOrder(), executor)
}
