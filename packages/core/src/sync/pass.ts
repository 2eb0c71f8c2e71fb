import type { FsObject } from '../fs/entry.js'
import { ROOT } from '../fs/path.js'
import type { Action } from './decide/action.js'
import { decide } from './decide/decide.js'
import type { Pair } from './join/join.js'
import { forPairs } from './join/pairs.js'
import type { Run } from './run.js'
import { createFindings } from './wait/findings.js'
import { withoutLeftOut } from './wait/left-out.js'

/**
 * Lists, joins, decides, and carries out everything but the deletes, which wait. What failed and may pass is tried again.
 * When it rejects, all that was begun has ended.
 */
export async function pass(run: Run): Promise<void> {
  const { executor, retries, signal } = run
  try {
    await forListedPairs(run, async (pairs) => {
      await takeAll(run, pairs)
      await executor.settled()
    })
    const { findings } = run
    findings.extras = await withoutLeftOut(run, findings.extras)
    for await (const action of findings.renames.actions(findings.extras)) await executor.start(action)
    await executor.settled()
    await releaseBacklog(run)
    while (retries.waiting()) {
      await takeAll(run, retries.round(signal))
      await executor.settled()
    }
  } finally {
    await executor.settled()
  }
  signal.throwIfAborted()
}

/** Makes the transfers that waited for their turn. */
export async function releaseBacklog({ findings, executor }: Run): Promise<void> {
  for await (const copies of findings.backlog.release()) for (const copy of copies) await executor.start(copy)
  await executor.settled()
}

/** Has `take` take what stands at each path of the two sides. When a side has to be listed again, nothing of what was found counts. */
export async function forListedPairs(run: Run, take: (pairs: AsyncIterable<readonly Pair[]>) => Promise<void>): Promise<void> {
  const { src, dst, rules, options, width, signal, report, spooling } = run
  const { foldsUnicode = true, foldsCase = false } = rules
  const isCaseless = foldsCase || !dst.features.caseSensitive
  await forPairs(
    src,
    dst,
    options,
    {
      ...{ signal, width, ...spooling, fold: { unicode: foldsUnicode, case: isCaseless } },
      duplicate: (side, entry) => report({ type: 'duplicate', path: entry.path, side, entry }),
      destinationMissing: () => {
        run.findings.destinationMissing = true
      },
      again: async () => {
        await run.executor.settled()
        await run.findings[Symbol.asyncDispose]()
        run.findings = createFindings(src, dst, rules, signal, spooling)
        report({ type: 'listed-again', path: ROOT })
      },
    },
    take,
  )
}

async function takeAll(run: Run, pages: AsyncIterable<readonly Pair[]>): Promise<void> {
  const { rules, executor, directories, cutoff, findings, report } = run
  for await (const page of pages) {
    for (const pair of page) {
      if (pair.src?.kind === 'object') findings.sources++
      if (pair.dst?.kind === 'object') findings.targets++
      if (pair.src?.kind === 'unreadable') findings.unread.add(pair.path)
      if (pair.src?.kind === 'directory') await directories.note(pair)
      const action = decide(pair, rules)
      if (isLeft(pair, action)) report({ type: 'left', path: pair.path, dst: pair.dst })
      const taken = action.do === 'delete' ? findings.extras.add(action.dst) : (findings.renames.hold(action) ?? executor.start(action))
      if (taken !== undefined) await taken
    }
    if (cutoff.reached() !== undefined) return
  }
}

/** Whether only the destination has the file, and is to keep it. */
function isLeft(pair: Pair, action: Action): pair is Pair & { readonly dst: FsObject } {
  return action.do === 'pass' && pair.src === undefined && pair.dst?.kind === 'object' && pair.blind === undefined
}
