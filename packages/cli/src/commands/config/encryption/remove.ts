import { ConfigCommand } from '../../../config/config-command.js'

export default class ConfigEncryptionRemove extends ConfigCommand {
  static override summary = 'Write the config file as plain text from now on.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigEncryptionRemove)
    const session = await this.start(flags, raw)
    const file = await this.toChange(session)
    if (await file.isEncrypted()) await file.setPassword(undefined)
    else session.log('notice', 'the config file is not encrypted')
  }
}
