import * as Args from '@oclif/core/args'
import { apply } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { transferFlags } from '../flags.js'
import { openPlanFile } from '../sync/plan-file.js'
import { concludeRun, openAll, openSides } from '../sync/sync-command.js'
import { tellSyncEvent } from '../ui/events.js'
import { openProgress } from '../ui/progress/open-progress.js'
import { keepMemoryLow } from '../v8-settings.js'

export default class Apply extends BaseCommand {
  static override args = { plan: Args.string({ required: true, ignoreStdin: true, description: 'file that plan has written' }) }
  static override summary = 'Do what a plan says, and nothing else.'
  static override description =
    'What is no longer as it was when the plan was made is refused and counted as an error. Nothing is deleted when anything failed.'
  static override flags = transferFlags

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Apply)
    const { header, changes } = await openPlanFile(args.plan)
    const session = await this.start(flags, raw)
    await keepMemoryLow()
    const { log, signal } = session
    const { source, destination } = await openSides(session, header, header.named)
    const [backupInto] = await openAll(session, header.backupDir === undefined ? [] : [header.backupDir])
    const progress = openProgress(session, flags)
    try {
      const summary = await apply(changes(), source.fs, destination, header.choices, {
        signal,
        ...session.rooms(source.fs, destination),
        dryRun: flags['dry-run'],
        scratch: session.scratch,
        checkpoints: session.checkpoints(),
        meters: progress.meters,
        report: (event) => {
          progress.report(event)
          tellSyncEvent(log, event)
        },
        copyFrom: await openAll(session, header.copyDest),
        ...(backupInto && { backupInto }),
      })
      progress.summary(summary)
      concludeRun(log, this.id, summary)
    } finally {
      progress.end()
    }
  }
}
