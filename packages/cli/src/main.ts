import { fileURLToPath } from 'node:url'
import { execute } from '@oclif/core/execute'
import { commandFirst } from './command-line/command-first.js'
import { spellingsOf } from './command-line/words.js'
import { globalFlags, transferFlags } from './flags.js'

/** Runs the command line of this process. `root` is the URL of the program's own entry file. */
export async function main(root: string): Promise<void> {
  const words = process.argv.slice(2)
  const usual = spellingsOf({ ...globalFlags, ...transferFlags })
  const args = commandFirst(words, (written) => usual.get(written)?.takesValue)
  await (args === undefined ? executeUnsure(root, words) : execute({ args: [...args], dir: root }))
}

/** Before the command stands a flag that only some commands or backends have: now all flags are looked up. */
async function executeUnsure(root: string, words: readonly string[]): Promise<void> {
  const { everyFlag } = await import('./command-line/every-flag.js')
  const { config, takesValue } = await everyFlag(fileURLToPath(root), words)
  await execute({ args: [...(commandFirst(words, takesValue) ?? words)], loadOptions: config })
}
