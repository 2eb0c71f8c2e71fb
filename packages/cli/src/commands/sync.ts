import { SyncCommand } from '../sync/sync-command.js'
import { deleteFlags } from '../sync/sync-flags.js'

export default class Sync extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Make destination have what source has: copy what differs, delete the rest.'
  static override description =
    'Only the destination is changed. Nothing is deleted when anything failed, when the source is empty, or when more than half of the destination would go.'
  static override flags = { ...SyncCommand.flags, ...deleteFlags }

  async run(): Promise<void> {
    await this.sync(await this.parse(Sync), 'sync')
  }
}
