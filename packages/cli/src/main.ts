import { execute } from '@oclif/core/execute'
import { commandFirst } from './command-line.js'

/** Runs the command line of this process. `root` is the URL of the program's own entry file. */
export async function main(root: string): Promise<void> {
  await execute({ args: commandFirst(process.argv.slice(2)), dir: root })
}
