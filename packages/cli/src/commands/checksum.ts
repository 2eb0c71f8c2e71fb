import * as Args from '@oclif/core/args'
import { CheckSumsCommand, checkFlags } from '../checking/check-command.js'
import { hashNamed } from '../checking/hash-named.js'

export default class Checksum extends CheckSumsCommand {
  static override summary = 'Compare the files below a path with a sum file, in the format of md5sum. Nothing is changed.'
  static override args = {
    hash: Args.string({ required: true, ignoreStdin: true, description: 'name of the hash: md5, sha1, …' }),
    sumfile: Args.string({ required: true, ignoreStdin: true, description: 'sum file, as path or remote:path' }),
    path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }),
  }
  static override flags = { ...checkFlags }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Checksum)
    const session = await this.startWalk(flags, raw)
    await this.checkSums(session, hashNamed(args.hash), args.sumfile, args.path, flags)
  }
}
