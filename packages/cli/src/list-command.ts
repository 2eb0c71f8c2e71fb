import * as Args from '@oclif/core/args'
import type { FsObject } from '@tranship/core'
import { BaseCommand, type Token } from './base-command.js'
import { ExitCode } from './exit-code.js'
import { checkerFlags } from './flags.js'
import { listObjects, withTimes } from './list-objects.js'

/** The flags of `ls` and `lsl`, parsed. */
interface ListFlags {
  readonly config?: string | undefined
  readonly quiet: boolean
  readonly checkers: number
}

interface Line {
  /** The line needs the modification time, which some services tell only when asked for each file. */
  readonly times: boolean
  of(object: FsObject): string
}

/** What `ls` and `lsl` share: all but the line that they print for each file. */
export abstract class ListCommand extends BaseCommand {
  static override args = { path: Args.string({ required: true, description: 'file or directory, as path or remote:path' }) }
  static override flags = { ...checkerFlags }

  protected async list(path: string, flags: ListFlags, tokens: readonly Token[], line: Line): Promise<void> {
    const { log, signal, ...session } = await this.start(flags, tokens)
    const opened = await session.open(path)
    const failed = (path: string, error: Error) => {
      log('error', error.message, path)
      process.exitCode = ExitCode.other
    }
    await listObjects(opened, signal, {
      page: async (objects) => {
        const complete = line.times ? await withTimes(opened.fs, objects, flags.checkers, signal, failed) : objects
        for (const object of complete) await this.output.line(line.of(object))
      },
      unreadable: failed,
    })
  }
}
