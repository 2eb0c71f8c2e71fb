import * as Args from '@oclif/core/args'
import { sectionOf, withoutSection } from '@tranship/core'
import { ConfigCommand, remoteName } from '../../config/config-command.js'

export default class ConfigDelete extends ConfigCommand {
  static override summary = 'Delete a remote from the config file. Its files are left alone.'
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'name of the remote' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigDelete)
    const session = await this.start(flags, raw)
    const name = remoteName(args.name)
    await (await this.toChange(session)).update((config) => {
      if (sectionOf(config, name) === undefined) session.log('notice', `no remote ${JSON.stringify(name)} in the config file`)
      return withoutSection(config, name)
    })
  }
}
