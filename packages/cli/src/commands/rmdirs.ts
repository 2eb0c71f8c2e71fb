import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { removeEmptyDirectories } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { filterFrom } from '../filter/filter-from.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { repeat } from '../repeat.js'
import { tellFailures } from '../ui/failures.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { tellRemovedDirectory } from '../ui/removals.js'

export default class RemoveDirectories extends BaseCommand {
  static override summary = 'Remove the empty directories below a path, and the path itself if it is empty then.'
  static override description = 'A directory is empty if there is no file below it. The filter says which directories may go.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }) }
  static override flags = {
    ...changeFlags,
    ...checkerFlags,
    ...walkFlags,
    ...filterFlags,
    'leave-root': Flags.boolean({ description: 'keep the path itself' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(RemoveDirectories)
    const { log, signal, ...session } = await this.startWalk(flags, raw)
    const filter = await filterFrom(flags, { log, output: this.output })
    const fs = await session.openDirectory(args.path)
    const failures = await repeat(flags.retries, log, signal, () =>
      removeEmptyDirectories(fs, {
        signal,
        filter,
        ...depthFrom(flags),
        scratch: session.scratch,
        leaveRoot: flags['leave-root'],
        dryRun: flags['dry-run'],
        checkers: flags.checkers,
        report: (event) => tellRemovedDirectory(log, event, args.path),
      }),
    )
    tellFailures(log, this.id, failures)
  }
}
