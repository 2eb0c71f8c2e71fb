import * as Args from '@oclif/core/args'
import { type Comparison, type SyncChoices, sync } from '@tranship/core'
import { BaseCommand, type Token } from './base-command.js'
import { exitCodeOf } from './exit-code.js'
import { transferFlags } from './flags.js'
import { repeat } from './repeat.js'
import { summaryLine, tellSyncEvent } from './ui/events.js'
import { counted } from './ui/format.js'

/** The flags of `copy` and `sync`, parsed. */
interface SyncFlags {
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly 'dry-run': boolean
  readonly retries: number
  readonly transfers: number
  readonly checkers: number
  readonly checksum: boolean
  readonly 'size-only': boolean
}

/** What `copy` and `sync` share: all but what they delete. */
export abstract class SyncCommand extends BaseCommand {
  static override args = {
    source: Args.string({ required: true, description: 'file or directory, as path or remote:path' }),
    destination: Args.string({ required: true, description: 'directory, as path or remote:path' }),
  }
  static override flags = { ...transferFlags }

  protected async sync(
    args: { readonly source: string; readonly destination: string },
    flags: SyncFlags,
    tokens: readonly Token[],
    { deletes, ...force }: Omit<SyncChoices, 'compare'>,
  ): Promise<void> {
    const session = await this.start(flags, tokens)
    const { log, signal } = session
    const [source, destination] = await Promise.all([session.open(args.source), session.openDirectory(args.destination)])
    const choices = { ...force, deletes: deletes && source.file === undefined, compare: comparison(flags) }
    const begun = Date.now()
    const summary = await repeat(flags.retries, log, signal, () =>
      sync(source.fs, destination, choices, {
        signal,
        report: (event) => tellSyncEvent(log, event),
        transfers: flags.transfers,
        checkers: flags.checkers,
        dryRun: flags['dry-run'],
        ...(source.file !== undefined && { only: [source.file] }),
      }),
    )
    log('info', summaryLine(summary, Date.now() - begun))
    if (summary.failed === 0 && summary.withheld === 0) return
    const last = summary.firstError === undefined ? '' : `, the first: ${summary.firstError.message}`
    log('error', `Failed to ${this.id} with ${counted(Math.max(1, summary.failed), 'error')}${last}`)
    process.exitCode = exitCodeOf(summary.firstError)
  }
}

function comparison(flags: SyncFlags): Comparison {
  if (flags['size-only']) return 'size'
  return flags.checksum ? 'checksum' : 'modTime'
}
