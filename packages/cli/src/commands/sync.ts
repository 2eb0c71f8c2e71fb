import * as Flags from '@oclif/core/flags'
import { SyncCommand } from '../sync-command.js'

export default class Sync extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Make destination have what source has: copy what differs, delete the rest.'
  static override description = 'Only the destination is changed. Nothing is deleted when anything failed, or when the source is empty.'
  static override flags = {
    ...SyncCommand.flags,
    'force-delete': Flags.boolean({ description: 'let an empty source empty the destination' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Sync)
    await this.sync(args, flags, raw, { deletes: true, forceDelete: flags['force-delete'] })
  }
}
