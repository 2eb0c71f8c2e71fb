import { isatty } from 'node:tty'
import * as Args from '@oclif/core/args'
import type { InferredFlags } from '@oclif/core/interfaces'
import {
  ConfigError,
  type Fs,
  type Log,
  type Opened,
  type StoppedBecause,
  type SyncChoices,
  type SyncOptions,
  type SyncSummary,
  sync,
} from '@tranship/core'
import { BaseCommand, type Token } from '../base-command.js'
import { openTextReader } from '../config/text-file.js'
import { ExitCode, exitCodeOf } from '../exit-code.js'
import { filterFlags } from '../filter/filter-flags.js'
import { filterFrom, refuseFilterOfFile } from '../filter/filter-from.js'
import { type globalFlags, transferFlags } from '../flags.js'
import { repeat } from '../repeat.js'
import type { Session } from '../session.js'
import { tellSyncEvent } from '../ui/events.js'
import { counted } from '../ui/format.js'
import { openProgress } from '../ui/progress/open-progress.js'
import type { Progress } from '../ui/progress/progress.js'
import { openReportLists, type ReportFlags, runReportFlags } from '../ui/report-lists.js'
import { listSyncEvent } from '../ui/sync-report.js'
import { keepMemoryLow } from '../v8-settings.js'
import { confirmChange, confirmDeletes } from './confirm.js'
import { failedLine, failedPaths } from './failed-file.js'
import { createLineFile } from './line-file.js'
import { type Mode, type SyncFlags, scopeFrom, syncChoicesFrom } from './sync-choices.js'
import { backupFlags, compareFlags, failureFlags, limitFlags } from './sync-flags.js'

/** The flags of a run that is made or planned. */
export const runFlags = { ...transferFlags, ...compareFlags, ...backupFlags, ...limitFlags, ...failureFlags, ...filterFlags }

/** The two sides of a run. */
interface Sides {
  readonly source: Opened
  readonly destination: Fs
  /** A single file gets this name. */
  readonly to?: SyncOptions['to']
}

/** What `copy`, `sync`, `move`, `copyto` and `moveto` share: all but what becomes of what is too much. */
export abstract class SyncCommand extends BaseCommand {
  static override args = {
    source: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
    destination: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }),
  }
  static override flags: typeof runFlags = { ...runFlags, ...runReportFlags }

  /** Does what the command line says. */
  protected async sync(line: SyncLine, mode: Mode): Promise<void> {
    const { session, source, destination, choices, options, progress, end } = await this.prepare(line, mode)
    const { log, signal } = session
    try {
      const { summary } = await repeat(line.flags.retries, log, signal, async () => {
        progress.begin()
        const summary = await sync(source, destination, choices, options)
        // Files were tried again one by one: only what could not be listed needs a whole new run.
        return { ...summary, temporary: summary.unread, summary }
      })
      progress.summary(summary)
      concludeRun(log, this.id, summary, line.flags['error-on-no-transfer'])
    } finally {
      end()
    }
  }

  /** Opens both sides, and turns the flags into choices and options. */
  protected async prepare({ args, flags, raw, named = false }: SyncLine, mode: Mode): Promise<Prepared> {
    const choices = syncChoicesFrom(flags, mode)
    const session = await this.start(flags, raw)
    await keepMemoryLow()
    const { log, signal } = session
    const filter = await filterFrom(flags, { log, output: this.output })
    const { source, destination, to } = await openSides(session, args, named)
    refuseFilterOfFile(source, filter)
    const [compareWith = [], copyFrom = []] = await Promise.all(
      [flags['compare-dest'], flags['copy-dest']].map((texts) => openAll(session, texts)),
    )
    if (compareWith.length > 0 && copyFrom.length > 0) throw new ConfigError('only one of --compare-dest and --copy-dest can be given')
    const [backupInto] = await openAll(session, flags['backup-dir'] === undefined ? [] : [flags['backup-dir']])
    const retryFrom = flags['retry-from']
    const failures = flags['failed-to'] === undefined ? undefined : createLineFile('failed-to', flags['failed-to'])
    const lists = openReportLists(flags, this.output)
    const progress = openProgress(session, flags)
    const [ask, askDeletes] = [confirmChange(signal), confirmDeletes(signal)]
    const options: SyncOptions = {
      meters: progress.meters,
      ...{ signal, filter, compareWith, copyFrom, ...scopeFrom(flags, mode) },
      ...session.rooms(source.fs, destination),
      attempts: flags.retries,
      retryDelay: flags['retries-sleep'],
      dryRun: flags['dry-run'],
      scratch: session.scratch,
      ...(flags['no-resume'] ? {} : { checkpoints: session.checkpoints() }),
      report: (event) => {
        progress.report(event)
        tellSyncEvent(log, event)
        const failed = failures && failedLine(event)
        if (failed !== undefined) failures?.line(failed)
        listSyncEvent(lists, event)
      },
      ...(retryFrom !== undefined && { paths: failedPaths(await openTextReader()('retry-from', retryFrom), retryFrom) }),
      ...(flags.interactive && { confirm: (change) => progress.asking(async () => ask(change)) }),
      ...(isatty(0) && isatty(2) && { confirmDeletes: (why, deletes) => progress.asking(async () => askDeletes(why, deletes)) }),
      ...(backupInto && { backupInto }),
      ...(source.file !== undefined && { only: [source.file], ...(to !== undefined && { to }) }),
    }
    return {
      ...{ session, source: source.fs, destination, options },
      choices: { ...choices, deletes: choices.deletes && source.file === undefined },
      progress,
      end: () => {
        progress.end()
        failures?.end()
        lists.close()
      },
    }
  }
}

/** The command line of a run, parsed. */
export interface SyncLine {
  readonly args: { readonly source: string; readonly destination: string }
  readonly flags: InferredFlags<typeof globalFlags & typeof runFlags> & ReportFlags & SyncFlags
  readonly raw: readonly Token[]
  /** The destination of a single file is its path there, not the directory that takes it. */
  readonly named?: boolean
}

/** All that a run needs. */
export interface Prepared {
  readonly session: Session
  readonly source: Fs
  readonly destination: Fs
  readonly choices: SyncChoices
  readonly options: SyncOptions
  readonly progress: Progress
  /** Closes what the run wrote. */
  end(): void
}

export async function openSides(
  session: Session,
  args: { readonly source: string; readonly destination: string },
  named: boolean,
): Promise<Sides> {
  const source = await session.open(args.source)
  const place = named && source.file !== undefined ? await session.openFilePlace(args.destination) : undefined
  if (place !== undefined) return { source, destination: place.fs, to: place.name }
  return { source, destination: await session.openDirectory(args.destination) }
}

export function openAll(session: Session, texts: readonly string[] = []): Promise<Fs[]> {
  return Promise.all(texts.map((text) => session.openDirectory(text)))
}

/** Says what a run came to, if not all went well, and sets the exit code. */
export function concludeRun(log: Log, command: string | undefined, summary: SyncSummary, transferWanted = false): void {
  process.exitCode = exitCodeAfter(summary, transferWanted)
  const first = summary.firstError === undefined ? '' : `, the first: ${summary.firstError.message}`
  const failures = Math.max(summary.failed, summary.withheld > 0 ? 1 : 0)
  if (failures > 0) log('error', `Failed to ${command} with ${counted(failures, 'error')}${first}`)
}

function exitCodeAfter({ failed, withheldBecause, stopped, firstError, copied, renamed }: SyncSummary, transferWanted: boolean): number {
  if (stopped !== undefined) return STOPPED[stopped]
  if (failed > 0) return exitCodeOf(firstError)
  if (withheldBecause !== undefined) return withheldBecause.startsWith('max-delete') ? ExitCode.fatal : ExitCode.other
  return transferWanted && copied + renamed === 0 ? ExitCode.noTransfer : ExitCode.ok
}

const STOPPED = { 'max-transfer': ExitCode.maxTransfer, 'max-duration': ExitCode.maxDuration } satisfies Record<StoppedBecause, number>
