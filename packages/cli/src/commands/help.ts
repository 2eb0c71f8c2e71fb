import * as Args from '@oclif/core/args'
import { installedBackends } from '../backends/installed-backends.js'
import { KNOWN_BACKENDS } from '../backends/known-backends.js'
import { BaseCommand } from '../base-command.js'
import { backendLines, backendsLines } from '../help/backend-text.js'
import { allFacts } from '../help/every-command.js'
import { filterLines } from '../help/filter-text.js'
import { flagsLines } from '../help/flags-text.js'
import Help from '../help.js'

export default class HelpCommand extends BaseCommand {
  static override summary = 'Tell of a command, of all flags, of filters, or of the storage systems.'
  static override description = [
    'The topics: `flags` tells of all flags, or of those that match WORD; `filters` how files are chosen; `backends` which storage',
    'systems there are, and `backend NAME` the options of one.',
  ].join(' ')
  static override args = {
    topic: Args.string({ ignoreStdin: true, description: 'a command; or flags, filters, backends, backend' }),
    word: Args.string({ ignoreStdin: true, description: 'what to look for, or the name of a backend' }),
  }
  static override strict = false

  async run(): Promise<void> {
    const { args, argv } = await this.parse(HelpCommand)
    const width = Math.min(120, process.stdout.columns || 80)
    const lines = await this.#linesFor(args.topic, args.word, width)
    if (lines === undefined) return new Help(this.config).showHelp(argv.map(String))
    for (const line of lines) await this.output.line(line)
  }

  /** Undefined: it is no topic, but a command. */
  async #linesFor(topic: string | undefined, word: string | undefined, width: number): Promise<readonly string[] | undefined> {
    switch (topic) {
      case 'flags':
        return flagsLines(await allFacts(this.config), word, width)
      case 'filters':
        return filterLines(await allFacts(this.config), width)
      case 'backends':
        return backendsLines(installedBackends(this.config), KNOWN_BACKENDS, width)
      case 'backend':
        // With no name it is the command of this name that is asked about.
        return word === undefined ? undefined : backendLines(installedBackends(this.config), word, width)
      default:
        return undefined
    }
  }
}
