import { ListCommand } from '../listing/list-command.js'
import { humanFlags, sizeField } from '../ui/human-fields.js'
import { shownName } from '../ui/shown-name.js'

export default class Ls extends ListCommand {
  static override args = ListCommand.args
  static override flags = { ...ListCommand.flags, ...humanFlags }
  static override summary = 'List all files below a path: size in bytes, and path.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Ls)
    await this.list(args.path, flags, raw, {
      depth: Number.POSITIVE_INFINITY,
      kinds: new Set(['object']),
      printer: () => ({
        wanted: {},
        page: (page) => this.output.lines(page.map(({ entry }) => `${sizeField(entry.size, flags, 9)} ${shownName(entry.path)}`)),
      }),
    })
  }
}
