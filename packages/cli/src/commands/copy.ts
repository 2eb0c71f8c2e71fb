import { SyncCommand } from '../sync-command.js'

export default class Copy extends SyncCommand {
  static override args = SyncCommand.args
  static override flags = SyncCommand.flags
  static override summary = 'Copy files that are new or have changed. Nothing is deleted.'
  static override description = 'When source names a file, it is copied into the destination directory.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Copy)
    await this.sync(args, flags, raw, { deletes: false })
  }
}
