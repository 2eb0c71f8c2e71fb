import { ListCommand } from '../list-command.js'
import { dateTimeNanoseconds, NO_TIME } from '../ui/format.js'
import { nameInListing } from '../ui/printable.js'

export default class Lsl extends ListCommand {
  static override args = ListCommand.args
  static override flags = ListCommand.flags
  static override summary = 'List all files below a path: size in bytes, modification time in local time, and path.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsl)
    await this.list(args.path, flags, raw, {
      times: true,
      of: ({ size = -1, modTime = NO_TIME, path }) => `${String(size).padStart(9)} ${dateTimeNanoseconds(modTime)} ${nameInListing(path)}`,
    })
  }
}
