import { createInterface } from 'node:readline'
import { installedBackends } from '../backends/installed-backends.js'
import { chooserRows } from '../backends/known-backends.js'
import { BaseCommand } from '../base-command.js'
import { runWizard } from '../wizard/wizard.js'

export default class ConfigWizard extends BaseCommand {
  static override summary = 'Make, edit and delete remotes, by questions and answers.'
  static override description = 'Works in a terminal and in a pipe; the end of the input quits.'

  async run(): Promise<void> {
    const { flags, raw } = await this.parse(ConfigWizard)
    const session = await this.start(flags, raw)
    const input = createInterface({ input: process.stdin, terminal: false })
    try {
      await runWizard({
        lines: input[Symbol.asyncIterator](),
        print: (text) => process.stdout.write(text),
        signal: session.signal,
        config: await session.configFile(),
        backends: chooserRows(installedBackends(this.config)),
        platform: process.platform,
      })
    } finally {
      input.close()
    }
  }
}
