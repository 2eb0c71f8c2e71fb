import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { ConfigError } from '@tranship/core'
import { ConfigCommand } from '../../config/config-command.js'
import { jsonLines } from '../../ui/json.js'
import { printable } from '../../ui/printable.js'

export default class ConfigUserinfo extends ConfigCommand {
  static override summary = 'Print who is logged in to a remote.'
  static override args = { remote: Args.string({ required: true, ignoreStdin: true, description: 'as work:' }) }
  static override flags = { json: Flags.boolean({ description: 'print JSON' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigUserinfo)
    const session = await this.start(flags, raw)
    const { backend, options, context } = await session.settingsOf(args.remote)
    if (backend.userInfo === undefined) throw new ConfigError(`${backend.type} tells nothing about its users`)
    const info = await backend.userInfo(options, context)
    const keys = Object.keys(info).toSorted()
    const width = Math.max(0, ...keys.map(({ length }) => length))
    await this.print(flags.json ? [jsonLines(info)] : keys.map((key) => `${key.padStart(width)}: ${printable(info[key] ?? '')}`))
  }
}
