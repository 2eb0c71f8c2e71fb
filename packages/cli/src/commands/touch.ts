import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type Failures, fromDate, isFsError, type TouchEvent, touchFile, touchFiles } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { filterFrom } from '../filter/filter-from.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { repeat } from '../repeat.js'
import type { Session } from '../session.js'
import { tellFailures } from '../ui/failures.js'
import { walkFlags } from '../ui/progress/progress-flags.js'
import { parseTimestamp } from '../ui/timestamp.js'

export default class Touch extends BaseCommand {
  static override summary = 'Set the modification time of a file to now; make an empty file where there is none.'
  static override description = 'Of a directory, the files in it are touched, and with --recursive all files below it.'
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = {
    ...changeFlags,
    ...checkerFlags,
    ...walkFlags,
    ...filterFlags,
    timestamp: Flags.string({
      char: 't',
      description: 'this time: YYMMDD, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS.SSS, in UTC',
      helpValue: 'TIME',
    }),
    localtime: Flags.boolean({ description: '--timestamp is in local time' }),
    'no-create': Flags.boolean({ char: 'C', description: 'make no file' }),
    recursive: Flags.boolean({ char: 'R', description: 'all files below a directory; makes no file' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Touch)
    const modTime = timeFrom(flags.timestamp, flags.localtime)
    const session = await this.startWalk(flags, raw)
    const { log, signal } = session
    const filter = await filterFrom(flags, { log, output: this.output })
    const { recursive } = flags
    const options = { signal, modTime, dryRun: flags['dry-run'], report: (event: TouchEvent) => log(...lineOf(event), event.path) }
    const failures = await repeat(flags.retries, log, signal, async () => {
      if (await this.touchFile(session, args.path, { ...options, create: !flags['no-create'] && !recursive })) return NONE
      return touchFiles(await session.openDirectory(args.path), {
        ...options,
        filter,
        ...depthFrom(flags),
        recursive,
        scratch: session.scratch,
        checkers: flags.checkers,
      })
    })
    tellFailures(log, this.id, failures)
  }

  /** False where the path names a directory. */
  private async touchFile(session: Session, path: string, options: Parameters<typeof touchFile>[2]): Promise<boolean> {
    const place = path.endsWith('/') ? undefined : await session.openFilePlace(path)
    if (place === undefined) return false
    try {
      await touchFile(place.fs, place.name, options)
      return true
    } catch (error) {
      if (isFsError(error, 'is-directory')) return false
      throw error
    }
  }
}

const NONE: Failures = { failed: 0, temporary: 0 }

function timeFrom(text: string | undefined, isLocal: boolean): bigint {
  if (text === undefined) return fromDate(new Date())
  const time = parseTimestamp(text, isLocal)
  if (time === undefined) throw new Error(`--timestamp: ${JSON.stringify(text)} is no time: write 2026-11-23T05:53:39`)
  return time
}

function lineOf(event: TouchEvent): readonly ['info' | 'notice' | 'error', string] {
  switch (event.type) {
    case 'touched':
      return ['info', 'Updated modification time']
    case 'created':
      return ['info', 'Created']
    case 'planned':
      return ['notice', `Skipped touch${event.what === 'create' ? ' (create)' : ''} as --dry-run is set`]
    case 'left-missing':
      return ['notice', 'Not touching nonexistent file']
    case 'failed':
      return ['error', event.error.message]
  }
}
