import * as Flags from '@oclif/core/flags'
import { checkSums, type HashName } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { type FilterFlags, filterFlags } from '../filter/filter-flags.js'
import { filterFrom } from '../filter/filter-from.js'
import { checkerFlags } from '../flags.js'
import type { Session } from '../session.js'
import { openCheckReport } from '../ui/check-report.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { type ReportFlags, reportFlags } from '../ui/report-lists.js'

/** Flags of commands that compare files. */
export const checkFlags = {
  ...checkerFlags,
  ...walkFlags,
  ...filterFlags,
  ...reportFlags,
  'one-way': Flags.boolean({ description: 'look only for what the source has' }),
  download: Flags.boolean({ description: 'read the files, whatever the services say of them' }),
}

/** The flags for a comparison with a sum file, parsed. */
export interface CheckSumsFlags extends FilterFlags, ReportFlags {
  readonly checkers: number
  readonly download: boolean
  readonly 'one-way'?: boolean
}

/** What commands share that hold files to a sum file. */
export abstract class CheckSumsCommand extends BaseCommand {
  protected async checkSums(session: Session, hash: HashName, sumFile: string, path: string, flags: CheckSumsFlags): Promise<void> {
    const { log, signal } = session
    const filter = await filterFrom(flags, { log, output: this.output })
    const [sums, fs] = await Promise.all([session.open(sumFile), session.openDirectory(path)])
    if (sums.file === undefined) throw new Error(`not a sum file: ${sumFile}`)
    const report = openCheckReport(flags, { src: sumFile, dst: path, sums: true }, session, this.output)
    try {
      await checkSums(sums.fs.open(sums.file, { signal }), fs, {
        signal,
        filter,
        ...depthFrom(flags),
        scratch: session.scratch,
        hash,
        download: flags.download,
        oneWay: flags['one-way'] ?? false,
        checkers: flags.checkers,
        report: report.take,
        malformed: (line) => log('notice', `improperly formatted checksum line ${line}`, sumFile),
      })
      report.end(this.id)
    } finally {
      report.close()
    }
  }
}
