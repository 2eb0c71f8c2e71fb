import * as Args from '@oclif/core/args'
import { type OptionTable, sectionNames } from '@tranship/core'
import { installedBackends } from '../../backends/installed-backends.js'
import { ConfigCommand, knownSection, remoteName } from '../../config/config-command.js'
import { redacted } from '../../config/section-lines.js'

export default class ConfigRedacted extends ConfigCommand {
  static override summary = 'Print the config file, or one remote of it, without what others should not read.'
  static override description = 'Of a backend that is not installed no value is shown.'
  static override args = { name: Args.string({ ignoreStdin: true, description: 'name of a remote' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(ConfigRedacted)
    const session = await this.start(flags, raw)
    const config = await (await session.configFile()).read(session.log)
    const names = args.name === undefined ? sectionNames(config) : [remoteName(args.name)]
    for (const [at, name] of names.entries()) {
      const section = knownSection(config, name)
      if (at > 0) await this.print([''])
      await this.printSection(name, section, redacted(await this.#tableOf(section.type ?? '')))
    }
    await this.print(['### Double check the config for sensitive info before posting publicly'])
  }

  /** Undefined where the backend is not installed. */
  async #tableOf(type: string): Promise<OptionTable | undefined> {
    const found = installedBackends(this.config).find((backend) => backend.type === type || backend.aliases?.includes(type))
    return found && (await found.load()).options
  }
}
