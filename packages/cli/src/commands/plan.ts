import * as Flags from '@oclif/core/flags'
import { ConfigError, planLine, sync } from '@tranship/core'
import { createLineFile } from '../sync/line-file.js'
import { moveFlags } from '../sync/move-flags.js'
import { headerLine } from '../sync/plan-file.js'
import type { Mode } from '../sync/sync-choices.js'
import { concludeRun, runFlags, SyncCommand } from '../sync/sync-command.js'
import { deleteFlags } from '../sync/sync-flags.js'
import { summaryLine } from '../ui/summary-line.js'

const MODES: readonly Mode[] = ['copy', 'sync', 'move']

export default class Plan extends SyncCommand {
  static override args = SyncCommand.args
  static override summary = 'Write down what a sync (or copy, or move) would do, for apply to do just that.'
  static override description =
    'The plan is a file of JSON lines: read it, cut lines out of it, then apply it. It holds the two locations as they are given here.'
  static override flags = {
    ...runFlags,
    ...deleteFlags,
    ...moveFlags,
    output: Flags.string({ char: 'o', required: true, description: 'where to write the plan', helpValue: 'FILE' }),
    mode: Flags.string({ default: 'sync', description: 'what to plan: copy, sync or move', helpValue: 'MODE' }),
    named: Flags.boolean({ description: 'plan a copyto or moveto: the destination of a single file is its path there' }),
  }

  async run(): Promise<void> {
    const line = await this.parse(Plan)
    const { args, flags } = line
    const mode = MODES.find((each) => each === flags.mode)
    if (mode === undefined) throw new ConfigError(`--mode: "${flags.mode}" cannot be planned: say ${MODES.join(', ')}`)
    const { session, source, destination, choices, options, end } = await this.prepare({ ...line, named: flags.named }, mode)
    const { 'copy-dest': copyDest = [], 'backup-dir': backupDir } = flags
    const file = createLineFile('output', flags.output)
    const begun = Date.now()
    try {
      const about = { tranship: 'plan', version: 1, ...args, named: flags.named } as const
      file.line(headerLine({ ...about, choices, copyDest, ...(backupDir !== undefined && { backupDir }) }))
      const summary = await sync(source, destination, choices, {
        ...options,
        dryRun: true,
        report: (event) => {
          if (event.type === 'planned') file.line(planLine(event.change))
          else options.report?.(event)
        },
      })
      session.log('info', summaryLine(summary, Date.now() - begun))
      concludeRun(session.log, this.id, summary)
    } finally {
      file.end()
      end()
    }
  }
}
