import * as Flags from '@oclif/core/flags'
import { BaseCommand } from '../base-command.js'
import { type Candidate, candidatesFor } from '../completion/candidates.js'
import { lookupIn } from '../completion/lookup.js'
import type { Shell } from '../completion/scripts.js'
import { shellWords } from '../completion/shell-words.js'

export default class Complete extends BaseCommand {
  static override summary = 'Tell a shell what can stand where the cursor is.'
  static override description = 'For the scripts of `tranship completion`: behind -- come the words up to the cursor, or for bash the line.'
  static override hidden = true
  static override strict = false
  static override flags = { shell: Flags.string({ required: true, options: ['bash', 'zsh', 'fish'], description: 'who asks' }) }

  async run(): Promise<void> {
    const { argv, flags, raw } = await this.parse(Complete)
    const shell = flags.shell as Shell
    const words = shell === 'bash' ? shellWords(String(argv[0] ?? '')).slice(1) : argv.map(String)
    const at = words.indexOf('--config')
    const config = at === -1 ? undefined : words[at + 1]
    const session = await this.start({ ...flags, quiet: true, ...(config !== undefined && { config }) }, raw)
    for (const candidate of await candidatesFor(words, this.config, lookupIn(session))) {
      // A name with a line feed has no place in a list of lines.
      if (!/[\n\r\t]/.test(candidate.word)) await this.output.line(lineOf(candidate, shell, words.at(-1) ?? ''))
    }
  }
}

/** bash has cut the word at its last colon or equals sign; the other shells show what a word is. */
function lineOf({ word, text }: Candidate, shell: Shell, typed: string): string {
  if (shell === 'bash') return word.slice(Math.max(typed.lastIndexOf(':'), typed.lastIndexOf('=')) + 1)
  return text === undefined ? word : `${word}\t${text}`
}
