import * as Args from '@oclif/core/args'
import { COMPUTED_HASHES } from '@tranship/core'
import { HashCommand } from '../checking/hash-command.js'
import { hashNamed } from '../checking/hash-named.js'

export default class Hashsum extends HashCommand {
  static override summary = 'Print a hash of each file below a path, in the format of md5sum.'
  static override description = 'Without a hash the names of all hashes are printed; without a path standard input is hashed.'
  static override args = {
    hash: Args.string({ ignoreStdin: true, description: 'name of the hash: md5, sha1, …' }),
    path: Args.string({ ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = HashCommand.flags

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Hashsum)
    if (args.hash !== undefined) return this.hash(hashNamed(args.hash), args.path, flags, raw)
    await this.output.line('Supported hashes are:')
    for (const name of COMPUTED_HASHES) await this.output.line(`  * ${name}`)
  }
}
