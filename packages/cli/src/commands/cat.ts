import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { cat, type Section } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { chooseFiles } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { createByteOutput, isReaderGone } from '../ui/byte-output.js'
import { createFailureLog, tellFailures } from '../ui/failures.js'

/** The flags that choose a part of each file, parsed. */
interface SectionFlags {
  readonly head: number
  readonly tail: number
  readonly offset: number
  readonly count: number
}

export default class Cat extends BaseCommand {
  static override summary = 'Write the files below a path to standard output, one after the other, in the order of their paths.'
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = {
    ...filterFlags,
    head: Flags.integer({ default: 0, description: 'only the first N bytes of each', helpValue: 'N' }),
    tail: Flags.integer({ default: 0, description: 'only the last N bytes of each', helpValue: 'N' }),
    offset: Flags.integer({ default: 0, description: 'from byte N on; negative: from N bytes before the end', helpValue: 'N' }),
    count: Flags.integer({ default: -1, description: 'at most N bytes', helpValue: 'N' }),
    discard: Flags.boolean({ description: 'read them, but write nothing' }),
    separator: Flags.string({ default: '', description: 'text to write after each file', helpValue: 'TEXT' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Cat)
    const section = sectionOf(flags)
    const session = await this.start(flags, raw)
    const { fs, choices } = await chooseFiles(session, args.path, flags, this.output)
    await this.output.end() // what --dump printed comes first
    const { failed, failures } = createFailureLog(session.log)
    const write = flags.discard ? () => {} : createByteOutput(process.stdout)
    try {
      await cat(fs, { ...choices, section, separator: Buffer.from(flags.separator), write, failed })
    } catch (error) {
      if (!isReaderGone(error)) throw error
    }
    tellFailures(session.log, this.id, failures)
  }
}

function sectionOf({ head, tail, offset, count }: SectionFlags): Section {
  const ways = [head > 0, tail > 0, offset !== 0 || count >= 0].filter(Boolean).length
  if (ways > 1) throw new Error('use only one of --head, --tail, and --offset with --count')
  if (head > 0) return { offset: 0, count: head }
  if (tail > 0) return { offset: -tail }
  return { offset, ...(count >= 0 && { count }) }
}
