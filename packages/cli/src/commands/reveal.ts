import * as Args from '@oclif/core/args'
import { reveal } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { givenOrFirstLine } from '../first-line.js'

export default class Reveal extends BaseCommand {
  static override summary = 'Reveal a password that was obscured for the config file.'
  static override args = {
    password: Args.string({ required: true, ignoreStdin: true, description: 'what to reveal; -: the first line of standard input' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Reveal)
    const { signal } = await this.start(flags, raw)
    await this.output.line(reveal(await givenOrFirstLine(args.password, signal)))
  }
}
