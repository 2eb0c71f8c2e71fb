import * as Args from '@oclif/core/args'
import { deleteFiles } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags } from '../flags.js'
import { repeat } from '../repeat.js'
import { tellFailures } from '../ui/failures.js'
import { tellDelete } from '../ui/removals.js'

export default class DeleteFile extends BaseCommand {
  static override summary = 'Delete one file. A directory is refused.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'file, as path or remote:path' }) }
  static override flags = { ...changeFlags }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(DeleteFile)
    const { log, signal, ...session } = await this.start(flags, raw)
    const { fs, file } = await session.open(args.path)
    if (file === undefined) throw new Error(`${args.path} is a directory or doesn't exist`)
    const failures = await repeat(flags.retries, log, signal, () =>
      deleteFiles(fs, { signal, only: [file], dryRun: flags['dry-run'], report: (event) => tellDelete(log, event) }),
    )
    tellFailures(log, this.id, failures)
  }
}
