import * as Args from '@oclif/core/args'
import { ROOT } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags } from '../flags.js'

export default class Rmdir extends BaseCommand {
  static override summary = 'Remove an empty directory (or bucket).'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }) }
  static override flags = { ...changeFlags }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Rmdir)
    const session = await this.start(flags, raw)
    const fs = await session.openDirectory(args.path)
    if (flags['dry-run']) return session.log('notice', 'Skipped remove directory as --dry-run is set', args.path)
    await fs.rmdir(ROOT, { signal: session.signal })
  }
}
