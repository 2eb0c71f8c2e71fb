import * as Args from '@oclif/core/args'
import { withSection } from '@tranship/core'
import { ConfigChangeCommand, givenBy } from '../../config/change-command.js'
import { knownSection, remoteName, tableOfType } from '../../config/config-command.js'
import { keyValues } from '../../config/key-values.js'
import { storedValues } from '../../config/stored-values.js'

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
    const table = await tableOfType(session, type)
    const values = storedValues(table, given, givenBy(flags))
    await this.change(session, name, table, flags, (config) => {
      knownSection(config, name)
      return withSection(config, name, values)
    })
  }
}
