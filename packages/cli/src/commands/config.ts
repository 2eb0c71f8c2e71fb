import { logInHere } from '../authorize/log-in-here.js'
import { installedBackends } from '../backends/installed-backends.js'
import { chooserRows } from '../backends/known-backends.js'
import { BaseCommand } from '../base-command.js'
import { openConversation } from '../wizard/terminal.js'
import { runWizard } from '../wizard/wizard.js'

export default class ConfigWizard extends BaseCommand {
  static override aliases = ['config:edit']
  static override summary = 'Make, edit, rename, copy and delete remotes, by questions and answers.'
  static override description =
    'Works in a terminal and in a pipe; the end of the input quits. At any question, < goes back to the menu; nothing is saved before you say so.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigWizard)
    const session = await this.start(flags, raw)
    const config = await session.configFileToChange()
    if (config === undefined) return
    await config.read() // asks for its password, where it needs one
    const conversation = openConversation(session.signal)
    try {
      await runWizard({
        ...conversation,
        config,
        backends: chooserRows(installedBackends(this.config)),
        platform: process.platform,
        logInHere: (remote) => logInHere(session, remote),
      })
    } finally {
      conversation.close()
    }
  }
}
