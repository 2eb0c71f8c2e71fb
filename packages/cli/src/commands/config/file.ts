import { existsSync } from 'node:fs'
import { ConfigCommand } from '../../config/config-command.js'

export default class ConfigFilePath extends ConfigCommand {
  static override summary = 'Print where the config file is.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigFilePath)
    const { path } = await (await this.start(flags, raw)).configFile()
    const what = existsSync(path)
      ? 'Configuration file is stored at:'
      : "Configuration file doesn't exist, but tranship will use this path:"
    await this.print([what, path])
  }
}
