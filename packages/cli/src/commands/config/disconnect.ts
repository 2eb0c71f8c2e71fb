import * as Args from '@oclif/core/args'
import { ConfigError } from '@tranship/core'
import { ConfigCommand } from '../../config/config-command.js'

export default class ConfigDisconnect extends ConfigCommand {
  static override summary = 'Take back the access that a remote was given.'
  static override args = { remote: Args.string({ required: true, ignoreStdin: true, description: 'as work:' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigDisconnect)
    const { backend, options, context } = await (await this.start(flags, raw)).settingsOf(args.remote)
    if (backend.disconnect === undefined) throw new ConfigError(`${backend.type} has no log-in that could be taken back`)
    await backend.disconnect(options, context)
  }
}
