import { moveFlags } from '../sync/move-flags.js'
import { SyncCommand } from '../sync/sync-command.js'

export default class Moveto extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Move as move does, but a single file to the path that is the destination, under its name there.'
  static override description = 'A file is removed from the source only when the destination has it whole.'
  static override flags = { ...SyncCommand.flags, ...moveFlags }

  async run(): Promise<void> {
    await this.sync({ ...(await this.parse(Moveto)), named: true }, 'move')
  }
}
