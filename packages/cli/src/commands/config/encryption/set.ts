import { ConfigCommand } from '../../../config/config-command.js'
import { askNewPassword } from '../../../wizard/password.js'
import { createPrompter } from '../../../wizard/prompter.js'
import { openConversation } from '../../../wizard/terminal.js'

export default class ConfigEncryptionSet extends ConfigCommand {
  static override summary = 'Encrypt the config file, or change its password.'
  static override description =
    'The new password is asked for twice, in a terminal or through a pipe. rclone reads the file with the same password.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigEncryptionSet)
    const session = await this.start(flags, raw)
    const file = await this.toChange(session)
    await file.read()
    const conversation = openConversation(session.signal)
    try {
      await file.setPassword(await askNewPassword(createPrompter(conversation)))
    } finally {
      conversation.close()
    }
  }
}
