import { execute } from '@oclif/core/execute'

/** Runs the command line of this process. `root` is the URL of the program's own entry file. */
export async function main(root: string): Promise<void> {
  await execute({ dir: root })
}
