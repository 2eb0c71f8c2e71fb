import { ConfigCommand } from '../../config/config-command.js'

export default class ConfigTouch extends ConfigCommand {
  static override summary = 'Make the config file if there is none.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigTouch)
    const session = await this.start(flags, raw)
    await (await this.toChange(session)).touch()
  }
}
