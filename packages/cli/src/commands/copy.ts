import { SyncCommand } from '../sync/sync-command.js'

export default class Copy extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Copy what is new or changed from source to destination. Nothing is deleted.'
  static override description = 'When source names a file, it is copied into the destination directory.'
  static override flags = SyncCommand.flags

  async run(): Promise<void> {
    await this.sync(await this.parse(Copy), 'copy')
  }
}
