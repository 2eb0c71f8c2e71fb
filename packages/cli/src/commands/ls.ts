import { ListCommand } from '../list-command.js'
import { nameInListing } from '../ui/printable.js'

export default class Ls extends ListCommand {
  static override args = ListCommand.args
  static override flags = ListCommand.flags
  static override summary = 'List all files below a path: size in bytes, and path.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Ls)
    await this.list(args.path, flags, raw, {
      times: false,
      of: ({ size = -1, path }) => `${String(size).padStart(9)} ${nameInListing(path)}`,
    })
  }
}
