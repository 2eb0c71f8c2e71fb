import * as Args from '@oclif/core/args'
import { type ConfigText, withSection } from '@tranship/core'
import { ConfigChangeCommand } from '../../config/change-command.js'
import { knownSection, remoteName } from '../../config/config-command.js'
import { keyValues } from '../../config/key-values.js'

export default class ConfigUpdate extends ConfigChangeCommand {
  static override summary = 'Change options of a remote.'
  static override description = 'Options are given as key=value, or as key and value. What is not given stays.'
  static override examples = ['<%= config.bin %> config update work region=eu-west-1']
  static override strict = false
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'name of the remote' }) }
  static override flags = ConfigChangeCommand.flags

  async run(): Promise<void> {
    const { args, argv, flags, raw } = await this.parse(ConfigUpdate)
    const session = await this.start(flags, raw)
    const name = remoteName(args.name)
    const given = keyValues(argv.slice(1).map(String))
    const { type = '' } = { ...knownSection(await (await session.configFile()).read(), name), ...given }
    const { backend } = await session.backendOf(`:${type}:`)
    const change = (config: ConfigText, values: Readonly<Record<string, string>>) => {
      knownSection(config, name)
      return withSection(config, name, values)
    }
    await this.change(session, { name, backend, flags, given, change })
  }
}
