import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { totalSize } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'
import { byteCount } from '../ui/format.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { scaledCount } from '../ui/scaled-count.js'

export default class Size extends BaseCommand {
  static override summary = 'Count the files below a path, and their bytes.'
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = { ...filterFlags, ...walkFlags, json: Flags.boolean({ description: 'print JSON' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Size)
    const session = await this.startWalk(flags, raw)
    const { fs, choices } = await chooseFiles(session, args.path, flags, this.output)
    const { failed, failures } = createFailureLog(session.log)
    const total = await totalSize(fs, { ...choices, unreadable: failed })
    if (flags.json) await this.output.line(JSON.stringify(total))
    else {
      const { count, bytes, sizeless } = total
      await this.output.line(`Total objects: ${scaledCount(count)} (${count})`)
      await this.output.line(`Total size: ${byteCount(bytes)} (${bytes} Byte)`)
      if (sizeless > 0) await this.output.line(`Total objects with unknown size: ${scaledCount(sizeless)} (${sizeless})`)
    }
    tellFailures(session.log, this.id, failures)
  }
}
