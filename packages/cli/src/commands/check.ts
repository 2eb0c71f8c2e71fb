import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { check } from '@tranship/core'
import { CheckSumsCommand, checkFlags } from '../checking/check-command.js'
import { hashNamed } from '../checking/hash-named.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { openCheckReport } from '../ui/check-report.js'

export default class Check extends CheckSumsCommand {
  static override summary = 'Compare the files of source and destination by size and hash. Nothing is changed.'
  static override args = {
    source: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
    destination: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }),
  }
  static override flags = {
    ...checkFlags,
    'size-only': Flags.boolean({ description: 'compare by size alone' }),
    checkfile: Flags.string({ char: 'C', description: 'source is a sum file with hashes of this name', helpValue: 'HASH' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Check)
    const session = await this.startWalk(flags, raw)
    const { source, destination } = args
    if (flags.checkfile !== undefined) return this.checkSums(session, hashNamed(flags.checkfile), source, destination, flags)
    const [{ fs, choices }, target] = await Promise.all([
      chooseFiles(session, source, flags, this.output),
      session.openDirectory(destination),
    ])
    const report = openCheckReport(flags, { src: source, dst: destination, sums: false }, session, this.output)
    try {
      await check(fs, target, {
        ...choices,
        checkers: flags.checkers,
        sizeOnly: flags['size-only'],
        download: flags.download,
        oneWay: flags['one-way'],
        report: report.take,
      })
      report.end(this.id)
    } finally {
      report.close()
    }
  }
}
