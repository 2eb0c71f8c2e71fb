import * as Args from '@oclif/core/args'
import { type FsDirectory, level } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { ExitCode } from '../exit-code.js'
import { dateTime, NO_TIME } from '../ui/format.js'
import { nameInListing } from '../ui/printable.js'

export default class Lsd extends BaseCommand {
  static override summary = 'List the directories (or buckets) in a path: size, time, number of files (-1: not known), and name.'
  static override args = { path: Args.string({ required: true, description: 'directory, as path or remote:path' }) }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Lsd)
    const session = await this.start(flags, raw)
    const fs = await session.openDirectory(args.path)
    for await (const page of level(fs, undefined, { signal: session.signal })) {
      for (const entry of page) {
        if (entry.kind === 'directory') await this.output.line(line(entry))
        else if (entry.kind === 'unreadable') {
          session.log('error', entry.cause.message, entry.path)
          process.exitCode = ExitCode.other
        }
      }
    }
  }
}

function line({ path, size = -1, count = -1, modTime = NO_TIME }: FsDirectory): string {
  return `${String(size).padStart(12)} ${dateTime(modTime)} ${String(count).padStart(9)} ${nameInListing(path)}`
}
