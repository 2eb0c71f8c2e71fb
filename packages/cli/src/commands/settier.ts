import * as Args from '@oclif/core/args'
import { setTiers } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { tellFailures } from '../ui/failures.js'
import { walkFlags } from '../ui/progress/progress-flags.js'

export default class Settier extends BaseCommand {
  static override summary = 'Move files to another storage class.'
  static override args = {
    tier: Args.string({ required: true, ignoreStdin: true, description: "storage class, in the service's own word: STANDARD_IA, Cool, …" }),
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = { ...checkerFlags, ...walkFlags, ...filterFlags, 'dry-run': changeFlags['dry-run'] }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Settier)
    const session = await this.startWalk(flags, raw)
    const { fs, choices } = await chooseFiles(session, args.path, flags, this.output)
    const isDry = flags['dry-run']
    const failures = await setTiers(fs, args.tier, {
      ...choices,
      dryRun: isDry,
      checkers: flags.checkers,
      done: (path) =>
        isDry
          ? session.log('notice', `Skipped set tier to ${args.tier} as --dry-run is set`, path)
          : session.log('info', `Set tier to ${args.tier}`, path),
      failed: (path, error) => session.log('error', error.message, path),
    })
    tellFailures(session.log, this.id, failures)
  }
}
