import { ConfigError } from '@tranship/core'
import { ConfigCommand } from '../../../config/config-command.js'

export default class ConfigEncryptionCheck extends ConfigCommand {
  static override summary = 'Fail unless the config file is encrypted, and its password is the one that is given.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigEncryptionCheck)
    const file = await (await this.start(flags, raw)).configFile()
    if (!(await file.isEncrypted())) throw new ConfigError('config file is NOT encrypted')
    await file.read()
  }
}
