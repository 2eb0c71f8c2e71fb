import { installedBackends } from '../../backends/installed-backends.js'
import { ConfigCommand } from '../../config/config-command.js'
import { providerRecord } from '../../config/provider-records.js'

export default class ConfigProviders extends ConfigCommand {
  static override summary = 'Print the installed backends and their options as JSON.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigProviders)
    await this.start(flags, raw)
    const backends = await Promise.all(installedBackends(this.config).map(({ load }) => load()))
    const records = backends.toSorted((one, other) => (one.type < other.type ? -1 : 1)).map(providerRecord)
    await this.print([JSON.stringify(records, undefined, 4)])
  }
}
