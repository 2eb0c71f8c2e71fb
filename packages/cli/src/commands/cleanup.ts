import * as Args from '@oclif/core/args'
import { FsError } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags } from '../flags.js'

export default class Cleanup extends BaseCommand {
  static override summary = 'Remove what cut-off transfers left behind, or empty the trash, as the storage has it.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }) }
  static override flags = { 'dry-run': changeFlags['dry-run'] }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Cleanup)
    const { log, signal, ...session } = await this.start(flags, raw)
    const fs = await session.openDirectory(args.path)
    if (fs.cleanUp === undefined) throw new FsError('unsupported', 'this storage has nothing that could be cleaned up')
    if (flags['dry-run']) log('notice', 'Skipped cleanup as --dry-run is set', args.path)
    else await fs.cleanUp({ signal })
  }
}
