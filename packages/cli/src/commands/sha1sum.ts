import * as Args from '@oclif/core/args'
import { HashCommand } from '../checking/hash-command.js'

export default class Sha1sum extends HashCommand {
  static override summary = 'Print the SHA1 of each file below a path, in the format of sha1sum.'
  static override description = 'Without a path standard input is hashed.'
  static override args = { path: Args.string({ ignoreStdin: true, description: 'file or directory, as path or remote:path' }) }
  static override flags = HashCommand.flags

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Sha1sum)
    await this.hash('sha1', args.path, flags, raw)
  }
}
