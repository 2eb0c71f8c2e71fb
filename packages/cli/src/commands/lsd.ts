import * as Flags from '@oclif/core/flags'
import type { Details } from '@tranship/core'
import { ListCommand } from '../listing/list-command.js'
import { dateTime, NO_TIME } from '../ui/format.js'
import { countField, type HumanFlags, humanFlags, sizeField } from '../ui/human-fields.js'
import { shownName } from '../ui/shown-name.js'

export default class Lsd extends ListCommand {
  static override args = ListCommand.args
  static override flags = {
    ...ListCommand.flags,
    ...humanFlags,
    recursive: Flags.boolean({ char: 'R', description: 'those below too' }),
  }
  static override summary = 'List the directories (or buckets) in a path: size, time, number of files (-1: not known), and name.'

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsd)
    await this.list(args.path, flags, raw, {
      depth: 1,
      kinds: new Set(['directory']),
      printer: () => ({
        wanted: { modTimes: true },
        page: (page) => this.output.lines(page.map((details) => line(details, flags))),
      }),
    })
  }
}

function line({ entry }: Details, flags: HumanFlags): string {
  const { path, size, modTime = NO_TIME } = entry
  const count = entry.kind === 'directory' ? entry.count : undefined
  return `${sizeField(size, flags, 12)} ${dateTime(modTime)} ${countField(count, flags)} ${shownName(path)}`
}
