import { SyncCommand } from '../sync/sync-command.js'

export default class Copyto extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Copy as copy does, but a single file to the path that is the destination, under its name there.'
  static override flags = SyncCommand.flags

  async run(): Promise<void> {
    await this.sync({ ...(await this.parse(Copyto)), named: true }, 'copy')
  }
}
