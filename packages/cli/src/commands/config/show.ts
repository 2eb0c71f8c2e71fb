import * as Args from '@oclif/core/args'
import { printConfig } from '@tranship/core'
import { ConfigCommand, knownSection, remoteName } from '../../config/config-command.js'

export default class ConfigShow extends ConfigCommand {
  static override summary = 'Print the config file, decrypted, or one remote of it, with its secrets.'
  static override args = { name: Args.string({ ignoreStdin: true, description: 'name of a remote' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigShow)
    const session = await this.start(flags, raw)
    const config = await (await session.configFile()).read(session.log)
    if (args.name === undefined) return this.print([printConfig(config).replace(/\r?\n$/, '')])
    const name = remoteName(args.name)
    await this.printSection(name, knownSection(config, name))
  }
}
