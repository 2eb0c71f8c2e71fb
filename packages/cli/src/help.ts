import type { Command } from '@oclif/core/command'
import type { Config } from '@oclif/core/config'
import { factsOf } from './help/command-facts.js'
import { columns, commandText } from './help/command-text.js'
import { rootText } from './help/root-text.js'
import { unknownCommand } from './help/unknown-command.js'

/** What oclif shows for `--help`, and for a command line without a command. */
export default class Help {
  readonly config: Config

  constructor(config: Config) {
    this.config = config
  }

  async showHelp(words: string[]): Promise<void> {
    const subject = words.filter((word) => !word.startsWith('-'))
    if (subject.length === 0) return this.#print(rootText(await summariesOf(this.config), this.#width()))
    const command = commandNamed(this.config, subject)
    if (command !== undefined) return this.showCommandHelp(command)
    const below = this.#below(subject.join(':'))
    if (below.length > 0) return this.#print(below)
    process.stderr.write(`Error: ${unknownCommand(subject, this.config.commandIDs)}\n`)
    process.exitCode = 2
  }

  async showCommandHelp(command: Command.Loadable): Promise<void> {
    const below = this.#below(command.id)
    this.#print([...commandText(factsOf(await command.load()), this.#width()), ...(below.length > 0 ? ['', 'COMMANDS', ...below] : [])])
  }

  /** The commands of a topic, and what each does. */
  #below(id: string): readonly string[] {
    const commands = this.config.commands.filter((command) => command.id.startsWith(`${id}:`) && !command.hidden)
    const rows = commands.map(({ id, summary, description = '' }) => [id.replaceAll(':', ' '), summary ?? description] as const)
    return columns(
      rows.toSorted(([one], [other]) => (one < other ? -1 : 1)),
      this.#width(),
    )
  }

  #print(lines: readonly string[]): void {
    process.stdout.write(`${lines.join('\n')}\n`)
  }

  /** Lines beyond it are hard to read, however wide the screen. */
  #width(): number {
    return Math.min(120, process.stdout.columns || 80)
  }
}

/** Of as many of the first words as name one: `plugins install s3` is `plugins install`. */
function commandNamed(config: Config, words: readonly string[]): Command.Loadable | undefined {
  for (let amount = words.length; amount > 0; amount--) {
    const command = config.findCommand(words.slice(0, amount).join(':'))
    if (command !== undefined) return command
  }
  return undefined
}

async function summariesOf({ commands }: Config): Promise<ReadonlyMap<string, string>> {
  const shown = commands.filter(({ hidden }) => !hidden)
  return new Map(shown.map(({ id, summary, description = '' }) => [id.replaceAll(':', ' '), summary ?? description]))
}
