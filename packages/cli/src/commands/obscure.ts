import * as Args from '@oclif/core/args'
import { obscure } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { givenOrFirstLine } from '../first-line.js'

export default class Obscure extends BaseCommand {
  static override summary = 'Obscure a password for the config file.'
  static override description = 'It is not safe then: whoever has the config file can reveal it. It only cannot be read over a shoulder.'
  static override args = {
    password: Args.string({ required: true, ignoreStdin: true, description: 'what to obscure; -: the first line of standard input' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Obscure)
    const { signal } = await this.start(flags, raw)
    await this.output.line(obscure(await givenOrFirstLine(args.password, signal)))
  }
}
