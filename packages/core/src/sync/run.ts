import type { Fs } from '../fs/fs.js'
import { ROOT } from '../fs/path.js'
import { createMeters, type Meters } from '../progress/meter.js'
import type { SpoolOptions } from '../tree/spool.js'
import type { Change } from './decide/action.js'
import type { SyncChoices } from './decide/choices.js'
import { type Rules, rulesFor } from './decide/rules.js'
import type { Report } from './event.js'
import { createBackup } from './execute/backup.js'
import { type Cutoff, createCutoff } from './execute/cutoff.js'
import { createDirectories, type Directories } from './execute/directories.js'
import { createExecutor, type Executor } from './execute/execute.js'
import { createRetries, type Retries } from './execute/retries.js'
import { count, emptySummary, type SyncSummary } from './summary.js'
import type { SyncOptions } from './sync.js'
import { createFindings, type Findings } from './wait/findings.js'
import { createObstructed, type Obstructed } from './wait/obstructed.js'

/** All that the phases of one run share. */
export interface Run {
  readonly src: Fs
  readonly dst: Fs
  readonly rules: Rules
  readonly options: SyncOptions
  readonly signal: AbortSignal
  readonly report: Report
  readonly summary: SyncSummary
  /** Replaced when a side has to be listed again. */
  findings: Findings
  readonly executor: Executor
  readonly cutoff: Cutoff
  readonly retries: Retries
  /** How many files are asked for at a time where none of them is carried out yet. */
  readonly width: number
  /** Where what must wait is kept. */
  readonly spooling: SpoolOptions
  readonly directories: Directories
  readonly obstructed: Obstructed
  /** Ends the report of what limiters choose. */
  endListening(): void
}

const WIDTH = 8

/** Rejects when a change should not be made after all. */
export type Verify = (change: Change, signal: AbortSignal) => Promise<void>

/** Sets a run up. Nothing is asked of either side yet. */
export function createRun(src: Fs, dst: Fs, choices: SyncChoices, options: SyncOptions, verify?: Verify): Run {
  const { signal = new AbortController().signal, transfers = 4, checkers = 8, dryRun = false } = options
  const { backupInto, compareWith = [], copyFrom = [] } = options
  const summary = emptySummary()
  const rules = rulesFor(choices, src, dst)
  const spooling: SpoolOptions = options.scratch === undefined ? {} : { scratch: options.scratch }
  const directories = createDirectories({ dst, rules, dryRun, spooling })
  const report: Report = (event) => {
    count(summary, event)
    options.report?.(event)
  }
  const cutoff = createCutoff(choices, signal, (why) => report({ type: 'stopped', path: ROOT, why }))
  const obstructed = createObstructed(spooling)
  const retries = createRetries(src, dst, options.attempts ?? 1, options.retryDelay ?? 0)
  const into = backupInto ?? (choices.suffix === undefined ? undefined : dst)
  const tools = {
    signal: cutoff.signal,
    meters: countingFor(cutoff, options.meters ?? createMeters()),
    metadata: choices.metadata ?? false,
    metadataSet: choices.metadataSet ?? {},
    ignoreChecksum: choices.ignoreChecksum ?? false,
    ...(options.take && { take: options.take }),
    ...(options.paceEach && { paceEach: options.paceEach }),
    ...(options.checkpoints && { checkpoints: options.checkpoints }),
  }
  const confirm = dryRun ? () => false : options.confirm
  const executor = createExecutor({
    ...{ src, dst, rules, signal, report, transfers, checkers, cutoff, tools },
    references: { compareWith, copyFrom },
    isUnseen: options.destination === 'unseen',
    ...(into && { backup: createBackup(dst, into, choices) }),
    ...(confirm && { confirm }),
    ...(verify && { verify }),
    hold: (action) => run.findings.backlog.hold(action),
    obstructed: obstructed.add,
    told: directories.take,
    again: retries.take,
    notRenamed: (action) => run.findings.renames.copyInstead(action),
  })
  const ends = Object.entries(options.limiters ?? {}).map(([remote, limiter]) =>
    limiter.listen((choice) => report({ type: 'limit-chosen', path: ROOT, remote, choice })),
  )
  const run: Run = {
    ...{ src, dst, rules, options, signal, report, summary, executor, cutoff, retries, directories, obstructed, spooling },
    findings: createFindings(src, dst, rules, signal, spooling),
    width: typeof checkers === 'number' ? checkers : WIDTH,
    endListening: () => {
      for (const end of ends) end()
    },
  }
  return run
}

/** Ends a run, also one that has failed: what was begun has ended, and what waited is dropped. */
export async function endRun(run: Run): Promise<void> {
  await run.executor.settled()
  for (const waiting of [run.findings, run.directories, run.obstructed]) await waiting[Symbol.asyncDispose]()
  run.cutoff.end()
  run.endListening()
}

/** The meters, with the limits of the run told of each byte. */
function countingFor(cutoff: Cutoff, meters: Meters): Meters {
  return {
    ...meters,
    get moved() {
      return meters.moved
    },
    add: (meter, bytes) => {
      meters.add(meter, bytes)
      cutoff.took(bytes)
    },
  }
}
