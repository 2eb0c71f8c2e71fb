import * as Args from '@oclif/core/args'
import { ConfigError, withSection } from '@tranship/core'
import { ConfigCommand, knownSection, remoteName } from '../../config/config-command.js'

export default class ConfigUnset extends ConfigCommand {
  static override summary = 'Remove options of a remote: what holds without them holds again.'
  static override examples = ['<%= config.bin %> config unset work region acl']
  static override strict = false
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'name of the remote' }),
    key: Args.string({ required: true, ignoreStdin: true, description: 'name of an option; more may follow' }),
  }

  async run(): Promise<void> {
    const { args, argv, flags, raw } = await this.parse(ConfigUnset)
    const session = await this.start(flags, raw)
    const name = remoteName(args.name)
    const keys = argv.slice(1).map(String)
    if (keys.includes('type')) throw new ConfigError('a remote without a type is none: `tranship config delete` removes the remote')
    await (await this.toChange(session)).update((config) => {
      const section = knownSection(config, name)
      for (const key of keys) {
        if (!Object.hasOwn(section, key)) session.log('notice', `remote ${JSON.stringify(name)} has no ${JSON.stringify(key)}`)
      }
      return withSection(config, name, Object.fromEntries(keys.map((key) => [key, undefined])))
    })
  }
}
