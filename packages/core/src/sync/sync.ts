import type { FsDirectory, FsObject, Page } from '../fs/entry.js'
import { FsError, isFsError } from '../fs/error.js'
import type { Fs, Place } from '../fs/fs.js'
import { type FsPath, isBelow, ROOT } from '../fs/path.js'
import type { Meters } from '../progress/meter.js'
import { withUniqueNames } from '../tree/duplicates.js'
import { listing } from '../tree/listing.js'
import { createSpool } from '../tree/spool.js'
import { createBesides } from './besides.js'
import { type Action, decide } from './decide.js'
import { count, emptySummary, type Report, type SyncEvent, type SyncSummary } from './event.js'
import { type CopyAction, createExecutor, type Executor } from './execute.js'
import { createBlindSpots, joinListings, lookUp, type Pair } from './join.js'
import { createLookalikes, type Lookalikes } from './lookalikes.js'
import { rulesFor, type SyncChoices } from './rules.js'

export interface SyncOptions {
  readonly signal?: AbortSignal
  readonly report?: Report
  readonly meters?: Meters
  /** Files in transfer at a time; by default 4. */
  readonly transfers?: number
  /** Files in comparison at a time; by default 8. */
  readonly checkers?: number
  readonly dryRun?: boolean
  /** Only these objects of the source: the destination is asked for each, not listed. */
  readonly only?: readonly FsObject[]
}

/**
 * Makes `dst` have what `src` has: new and changed objects are copied, times that alone differ are set. With
 * `choices.deletes` it then removes what only `dst` has, unless anything failed, or the source turned out to have no file.
 *
 * Failures of single files are reported and counted, and the rest goes on. What makes the whole run impossible (a source
 * that is missing or cannot be listed, sides that lie in each other, an abort before the deletes) rejects; then nothing has
 * been deleted. When it rejects, all that was begun has ended.
 */
export async function sync(src: Fs, dst: Fs, choices: SyncChoices, options: SyncOptions = {}): Promise<SyncSummary> {
  const { signal = new AbortController().signal, transfers = 4, checkers = 8, dryRun = false } = options
  if (choices.deletes && options.only === undefined && overlap(src.place, dst.place)) {
    throw new FsError('unsupported', 'source and destination overlap: a sync would delete what it is to copy')
  }
  const rules = rulesFor(choices, src.features, dst.features, dst.setModTime !== undefined)
  const summary = emptySummary()
  const report = (event: SyncEvent) => {
    count(summary, event)
    options.report?.(event)
  }
  const executor = createExecutor(src, dst, rules, {
    signal,
    report,
    transfers,
    checkers,
    dryRun,
    ...(options.meters && { meters: options.meters }),
  })
  const extras = createSpool()
  const besides = createBesides()
  let sources = 0
  let targetIsMissing = false

  const listed = (fs: Fs, side: 'src' | 'dst') =>
    withUniqueNames(listing(fs, ROOT, { signal, readAhead: checkers }), fs.features, (entry) => {
      report({ type: 'duplicate', path: entry.path, side, entry })
    })
  const pairs =
    options.only === undefined
      ? joinListings(
          listed(src, 'src'),
          orNothing(listed(dst, 'dst'), () => {
            targetIsMissing = true
          }),
        )
      : lookUp(options.only, dst, signal)

  try {
    const blind = createBlindSpots()
    const lookalikes = createLookalikes(dst.features)
    for await (const page of pairs) {
      for (const pair of page) {
        if (pair.src?.kind === 'object') {
          sources++
          besides.take(pair.path)
        }
        const action = decide(blindly(pair, blind.take(pair)), rules)
        const lookalike = lookalikeOf(action, lookalikes)
        if (lookalike !== undefined) report({ type: 'failed', path: action.path, error: oneName(action.path, lookalike) })
        if (action.do === 'delete') await extras.add([action.dst])
        else if (lookalike === undefined) await executor.start(action)
      }
    }
  } finally {
    await executor.settled()
  }
  signal.throwIfAborted()

  if (targetIsMissing && summary.copied === 0 && summary.failed === 0 && !dryRun) await dst.mkdir(ROOT, { signal })
  const obstructed = executor.obstructed()
  for (const { path } of obstructed) if (besides.concerns(path)) report(inTheWay(path))
  if (extras.size > 0) {
    const hindrance = whyNotDelete(summary, sources, choices)
    if (hindrance !== undefined) report({ type: 'deletes-withheld', path: ROOT, deletes: extras.size, ...hindrance })
    else await removeExtras(extras.inOrder(), executor).finally(executor.settled)
  }
  const hopeful = obstructed.filter(({ path }) => !besides.concerns(path))
  await copyObstructed(hopeful, executor, report).finally(executor.settled)
  signal.throwIfAborted()
  return summary
}

/** Whether one place lies in the other. A sync of a place with itself is harmless: all is as it should be. */
function overlap(src: Place, dst: Place): boolean {
  const [a, b] = [src.path as FsPath, dst.path as FsPath]
  return src.realm === dst.realm && (isBelow(a, b) || isBelow(b, a))
}

/** What only one of the two sides has, under a name that the destination takes for that of `action`. */
function lookalikeOf(action: Action, { written, extra }: Lookalikes): FsPath | undefined {
  if (action.do === 'copy' && action.dst === undefined) return written(action.path)
  return action.do === 'delete' && action.dst.kind === 'object' ? extra(action.path) : undefined
}

function oneName(path: FsPath, other: FsPath): FsError {
  return new FsError('already-exists', `to the destination this is one name with ${JSON.stringify(other)}`, { path })
}

/** Objects first, then the directories that held them, the deepest first. */
async function removeExtras(extras: AsyncIterable<Page>, executor: Executor): Promise<void> {
  const directories: FsDirectory[] = []
  for await (const page of extras) {
    for (const entry of page as readonly (FsObject | FsDirectory)[]) {
      if (entry.kind === 'directory') directories.push(entry)
      else await executor.remove(entry)
    }
  }
  await executor.settled()
  for (const directory of directories.reverse()) {
    await executor.remove(directory)
    await executor.settled()
  }
}

/** What waited for an entry of the other kind to be deleted. Where that has not happened it fails, and is counted now. */
async function copyObstructed(copies: readonly CopyAction[], executor: Executor, report: Report): Promise<void> {
  for (const action of copies) await executor.start(action)
  await executor.settled()
  for (const { path } of executor.obstructed()) report(inTheWay(path))
}

function inTheWay(path: FsPath): SyncEvent {
  return { type: 'failed', path, error: new FsError('already-exists', 'a file or directory of this name is in the way', { path }) }
}

/** What forbids all deletes of this run, if anything does. */
function whyNotDelete(summary: SyncSummary, sources: number, choices: SyncChoices): { why: 'errors' | 'empty-source' } | undefined {
  if (summary.failed > 0) return { why: 'errors' }
  return sources === 0 && choices.forceDelete !== true ? { why: 'empty-source' } : undefined
}

/** What lies below a place that could not be read is left as it is. */
function blindly(pair: Pair, side: 'src' | 'dst' | undefined): Pair {
  if (side === undefined || pair.src?.kind === 'unreadable' || pair.dst?.kind === 'unreadable') return pair
  return side === 'src' ? { path: pair.path } : { path: pair.path, ...unknownBecause(pair) }
}

function unknownBecause(pair: Pair): Pick<Pair, 'src'> {
  if (pair.src === undefined || pair.src.kind !== 'object') return {}
  const cause = new FsError('unavailable', 'not copied: the destination could not be read there', { path: pair.path, temporary: false })
  return { src: { kind: 'unreadable', path: pair.path, cause } }
}

/** The pages; none when the directory is not there. */
async function* orNothing(pages: AsyncIterable<Page>, missing: () => void): AsyncIterable<Page> {
  let begun = false
  try {
    for await (const page of pages) {
      begun = true
      yield page
    }
  } catch (error) {
    if (begun || !isFsError(error, 'not-found')) throw error
    missing()
  }
}
