import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { deleteFiles, removeEmptyDirectories } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { repeat } from '../repeat.js'
import { tellFailures } from '../ui/failures.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { tellDelete, tellRemovedDirectory } from '../ui/removals.js'

export default class Delete extends BaseCommand {
  static override summary = 'Delete the files below a path, and leave the directories.'
  static override description = 'Only files that the filter wants are deleted. Try it with --dry-run first.'
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = {
    ...changeFlags,
    ...checkerFlags,
    ...walkFlags,
    ...filterFlags,
    rmdirs: Flags.boolean({ description: 'remove the directories that are empty then, but not the path itself' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Delete)
    const session = await this.startWalk(flags, raw)
    const { log, signal } = session
    const { fs, choices } = await chooseFiles(session, args.path, flags, this.output)
    const common = { ...choices, dryRun: flags['dry-run'], checkers: flags.checkers }
    const failures = await repeat(flags.retries, log, signal, async () => {
      const deleted = await deleteFiles(fs, { ...common, report: (event) => tellDelete(log, event) })
      if (!flags.rmdirs || choices.only !== undefined || deleted.failed > 0) return deleted
      return removeEmptyDirectories(fs, { ...common, leaveRoot: true, report: (event) => tellRemovedDirectory(log, event, args.path) })
    })
    tellFailures(log, this.id, failures)
  }
}
