import { homedir } from 'node:os'
import { ConfigCommand } from '../../config/config-command.js'
import { placesFrom } from '../../state/places.js'

export default class ConfigPaths extends ConfigCommand {
  static override summary = 'Print where the config file, what is remembered, and temporary files are.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigPaths)
    const session = await this.start(flags, raw)
    const { path } = await session.configFile()
    const { cache, state } = placesFrom(process.env, homedir(), process.platform)
    await this.print([
      `Config file: ${path}`,
      `Cache dir:   ${cache}`,
      `State dir:   ${state}`,
      `Plugins dir: ${this.config.dataDir}`,
      `Temp dir:    ${session.scratch.directory}`,
    ])
  }
}
