import { ListCommand } from '../listing/list-command.js'
import { dateTimeNanoseconds, NO_TIME } from '../ui/format.js'
import { humanFlags, sizeField } from '../ui/human-fields.js'
import { shownName } from '../ui/shown-name.js'

export default class Lsl extends ListCommand {
  static override args = ListCommand.args
  static override flags = { ...ListCommand.flags, ...humanFlags }
  static override summary = 'List all files below a path: size in bytes, modification time in local time, and path.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsl)
    await this.list(args.path, flags, raw, {
      depth: Number.POSITIVE_INFINITY,
      kinds: new Set(['object']),
      printer: () => ({
        wanted: { modTimes: true },
        page: (page) =>
          this.output.lines(
            page.map(({ entry }) => {
              const time = dateTimeNanoseconds(entry.modTime ?? NO_TIME)
              return `${sizeField(entry.size, flags, 9)} ${time} ${shownName(entry.path)}`
            }),
          ),
      }),
    })
  }
}
