import * as Args from '@oclif/core/args'
import { BaseCommand } from '../base-command.js'
import { SCRIPTS, type Shell } from '../completion/scripts.js'

export default class Completion extends BaseCommand {
  static override summary = 'Print a script that has a shell complete commands, flags, remotes and paths.'
  static override description =
    'Paths in remotes are completed too: the service is asked for them. Where the script goes the examples show; a new shell reads it.'
  static override args = {
    shell: Args.string({ required: true, ignoreStdin: true, options: Object.keys(SCRIPTS), description: 'bash, zsh or fish' }),
  }

  async run(): Promise<void> {
    const { args } = await this.parse(Completion)
    await this.output.line(SCRIPTS[args.shell as Shell].trimEnd())
  }
}
