import * as Args from '@oclif/core/args'
import { ConfigError, obscure, withSection } from '@tranship/core'
import { ConfigCommand, knownSection, remoteName, tableOfType } from '../../config/config-command.js'
import { keyValues } from '../../config/key-values.js'
import { withoutSecrets } from '../../config/section-lines.js'
import { specOf } from '../../config/stored-values.js'

export default class ConfigPassword extends ConfigCommand {
  static override summary = 'Set a password of a remote, which is stored obscured.'
  static override description = 'Only for options that a backend stores obscured; `config update` sets all others.'
  static override examples = ['<%= config.bin %> config password work pass XXX']
  static override strict = false
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'name of the remote' }) }

  async run(): Promise<void> {
    const { args, argv, flags, raw } = await this.parse(ConfigPassword)
    const session = await this.start(flags, raw)
    const name = remoteName(args.name)
    const given = keyValues(argv.slice(1).map(String))
    const { type = '' } = knownSection(await (await session.configFile()).read(), name)
    const table = await tableOfType(session, type)
    for (const key of Object.keys(given)) {
      if (specOf(table, key)?.secret === 'obscured') continue
      throw new ConfigError(`${type} has no option ${JSON.stringify(key)} that is stored obscured: set it with \`tranship config update\``)
    }
    const values = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, obscure(value)]))
    const config = await (await this.toChange(session)).update((latest) => {
      knownSection(latest, name)
      return withSection(latest, name, values)
    })
    await this.printSection(name, knownSection(config, name), withoutSecrets(table))
  }
}
