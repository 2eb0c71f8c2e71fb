import { createInterface } from 'node:readline'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type DedupeOptions, dedupe, resolutionOf } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { depthFrom } from '../filter/chosen-files.js'
import { filterFlags } from '../filter/filter-flags.js'
import { filterFrom } from '../filter/filter-from.js'
import { changeFlags, checkerFlags } from '../flags.js'
import { duplicateLines, tellDedupe } from '../ui/dedupe-log.js'
import { askResolution } from '../ui/dedupe-questions.js'
import { tellFailures } from '../ui/failures.js'
import { createPrompter } from '../wizard/prompter.js'

const MODES = ['interactive', 'skip', 'first', 'newest', 'oldest', 'largest', 'smallest', 'rename', 'list'] as const
type Mode = (typeof MODES)[number]

export default class Dedupe extends BaseCommand {
  static override summary = 'Find files of one name, or of one content, and keep one of them.'
  static override description =
    'By name, identical files are deleted but for one in every mode except list, and directories of one name are merged. ' +
    `The modes are: ${MODES.join(', ')}.`
  static override args = {
    mode: Args.string({ required: true, ignoreStdin: true, description: 'mode, if a path follows; else the path' }),
    path: Args.string({ ignoreStdin: true, description: 'directory, as path or remote:path' }),
  }
  static override flags = {
    'dry-run': changeFlags['dry-run'],
    ...checkerFlags,
    ...filterFlags,
    'dedupe-mode': Flags.string({ default: 'interactive', description: 'what is to become of duplicates', helpValue: 'MODE' }),
    'by-hash': Flags.boolean({ description: 'find files of one content, whatever their names' }),
    'size-only': Flags.boolean({ description: 'files of one name and one size are identical' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Dedupe)
    const path = args.path ?? args.mode
    const by = flags['by-hash'] ? 'content' : 'name'
    const mode = modeNamed(args.path === undefined ? flags['dedupe-mode'] : args.mode)
    if (mode === 'rename' && by === 'content')
      throw new Error('files of one content have names of their own: rename is for duplicate names')
    const { log, signal, ...session } = await this.start(flags, raw)
    const filter = await filterFrom(flags, { log, output: this.output })
    const fs = await session.openDirectory(path)
    if (by === 'name' && !fs.features.duplicates) {
      log('notice', "Can't have duplicate names here. Perhaps you wanted --by-hash ? Continuing anyway.", path)
    }
    const input = mode === 'interactive' ? createInterface({ input: process.stdin, terminal: false }) : undefined
    try {
      const failures = await dedupe(fs, {
        signal,
        filter,
        ...depthFrom(flags),
        scratch: session.scratch,
        by,
        listOnly: mode === 'list',
        sizeOnly: flags['size-only'],
        dryRun: flags['dry-run'],
        checkers: flags.checkers,
        report: (event) => tellDedupe(log, event),
        resolve: this.#resolver(mode, by, signal, input?.[Symbol.asyncIterator]()),
      })
      tellFailures(log, this.id, failures)
    } finally {
      input?.close()
    }
  }

  #resolver(mode: Mode, by: DedupeOptions['by'], signal: AbortSignal, lines: AsyncIterator<string> | undefined): DedupeOptions['resolve'] {
    if (mode !== 'list' && mode !== 'interactive') return resolutionOf(mode)
    return async (duplicates, hash) => {
      for (const line of duplicateLines(duplicates, by, hash)) await this.output.line(line)
      if (lines === undefined) return 'leave'
      await this.output.end()
      const prompter = createPrompter({ lines, print: (text) => process.stdout.write(text), signal })
      return askResolution(prompter, duplicates, by === 'name')
    }
  }
}

function modeNamed(text: string): Mode {
  const mode = MODES.find((name) => name === text.toLowerCase())
  if (mode !== undefined) return mode
  throw new Error(`unknown mode for dedupe ${JSON.stringify(text)}; there are: ${MODES.join(', ')}`)
}
