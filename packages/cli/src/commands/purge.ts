import * as Args from '@oclif/core/args'
import { purge } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { walkFlags } from '../ui/progress/progress-flags.js'

export default class Purge extends BaseCommand {
  static override summary = 'Remove a directory (or bucket) and everything in it.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }) }
  static override flags = { ...changeFlags, ...checkerFlags, ...walkFlags }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Purge)
    const { log, signal, ...session } = await this.startWalk(flags, raw)
    const fs = await session.openDirectory(args.path)
    const dryRun = flags['dry-run']
    await purge(fs, {
      signal,
      dryRun,
      checkers: flags.checkers,
      report: ({ path }) => (dryRun ? log('notice', 'Skipped delete as --dry-run is set', path) : log('info', 'Deleting', path)),
    })
  }
}
