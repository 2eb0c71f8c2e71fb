import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { fromDate, putStream } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags } from '../flags.js'
import { isInputGiven, readInput } from '../standard-input.js'

export default class Rcat extends BaseCommand {
  static override summary = 'Write standard input to a file.'
  static override description =
    'A file that exists is replaced once all is read; an input that fails, or that is interrupted, leaves it as it was. It cannot be tried again.'
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'file, as path or remote:path' }) }
  static override flags = {
    'dry-run': changeFlags['dry-run'],
    size: Flags.integer({ default: -1, description: 'bytes of the input, where they are known: another size is an error', helpValue: 'N' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Rcat)
    if (!isInputGiven()) throw new Error('nothing to read from standard input (stdin)')
    const { log, signal, ...session } = await this.start(flags, raw)
    const place = args.path.endsWith('/') ? undefined : await session.openFilePlace(args.path)
    if (place === undefined) throw new Error(`${JSON.stringify(args.path)} is a directory`)
    const { fs, name } = place
    const input = readInput(signal)
    if (flags['dry-run']) {
      let size = 0
      for await (const chunk of input) size += chunk.length
      return log('notice', `Skipped copy as --dry-run is set (size ${size})`, name)
    }
    await putStream(fs, name, input, { signal, modTime: fromDate(new Date()), ...(flags.size >= 0 && { size: flags.size }) })
    log('info', 'Copied (new)', name)
  }
}
