import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { FsError, type Usage } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { byteCount } from '../ui/format.js'
import { jsonLines } from '../ui/json.js'
import { scaledCount } from '../ui/scaled-count.js'

export default class About extends BaseCommand {
  static override summary = 'Tell how much room a remote has, and how much of it is used.'
  static override description = 'What the service does not say is left out.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'remote: or path' }) }
  static override flags = {
    full: Flags.boolean({ description: 'whole numbers, without units' }),
    json: Flags.boolean({ description: 'print JSON' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(About)
    const { signal, ...session } = await this.start(flags, raw)
    const usage = await (await session.openDirectory(args.path)).about?.({ signal })
    if (usage === undefined) throw new FsError('unsupported', 'this storage does not say how much room it has')
    if (flags.json) await this.output.line(jsonLines(inOrder(usage)))
    else for (const line of usageLines(usage, flags.full)) await this.output.line(line)
  }
}

/** The fields in the order of rclone's JSON. */
function inOrder({ total, used, trashed, other, free, objects }: Usage): Record<string, number | undefined> {
  return { total, used, trashed, other, free, objects }
}

function usageLines({ total, used, free, trashed, other, objects }: Usage, isFull: boolean): readonly string[] {
  const rows: readonly (readonly [string, number | undefined, (amount: number) => string])[] = [
    ['Total', total, byteCount],
    ['Used', used, byteCount],
    ['Free', free, byteCount],
    ['Trashed', trashed, byteCount],
    ['Other', other, byteCount],
    ['Objects', objects, scaledCount],
  ]
  return rows.flatMap(([name, amount, scaled]) =>
    amount === undefined ? [] : [`${`${name}:`.padEnd(9)}${isFull ? String(amount) : scaled(amount)}`],
  )
}
