import { writeFile } from 'node:fs/promises'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { parseSize } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { ExitCode } from '../exit-code.js'

export default class Doctor extends BaseCommand {
  static override summary = 'Try on your own account whether a remote keeps what Tranship relies on.'
  static override description =
    `Makes a directory "tranship-doctor-…" in the path, which must exist, and puts the remote to every check of the conformance kit in it: some hundred small files are written, read, listed, moved and removed, and some of several parts. At the root of a bucket store it makes buckets "tranship-check-…" instead; name a bucket, or a path in one, to have none made. All of it is removed again, also after Ctrl-C; nothing else is changed.

Prints how many checks of each theme passed, were skipped since they do not concern the remote, and failed, with the reasons. The exit code is 0 when none failed, else 1.`
  static override args = { path: Args.string({ required: true, ignoreStdin: true, description: 'directory, as path or remote:path' }) }
  static override flags = {
    json: Flags.string({ description: 'write a report of every check to this file', helpValue: 'FILE' }),
    'page-size': Flags.integer({
      default: 1000,
      min: 1,
      description: 'entries in a page of a listing, as the remote is set',
      helpValue: 'N',
    }),
    'part-size': Flags.custom<number>({
      default: 5 * 1024 ** 2,
      description: 'size from which a file is sent in parts, as the remote is set',
      helpValue: 'SIZE',
      parse: async (text) => {
        const size = parseSize(text)
        if (size === undefined || size < 1 || !Number.isFinite(size)) throw new Error(`${JSON.stringify(text)} is no size, as 5Mi is`)
        return size
      },
    })(),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Doctor)
    const { log, signal, ...session } = await this.start(flags, raw)
    const [{ examine }, { doctorReport }, { doctorTable }] = await Promise.all([
      import('../doctor/doctor.js'),
      import('../doctor/doctor-report.js'),
      import('../ui/doctor-table.js'),
    ])
    const fs = await session.openDirectory(args.path)
    const outcomes = await examine(fs, {
      signal,
      pageSize: flags['page-size'],
      partSize: flags['part-size'],
      tried: ({ check, site, result }) => log('info', `${result} (${site})`, check),
      remains: ({ path, error }) => {
        log('error', `could not be removed: ${error.message}`, path)
        process.exitCode = ExitCode.other
      },
    })
    for (const line of doctorTable(outcomes)) await this.output.line(line)
    if (outcomes.some(({ result }) => result === 'failed')) process.exitCode = ExitCode.other
    if (flags.json !== undefined) await writeFile(flags.json, doctorReport(fs, outcomes, this.config.version))
  }
}
