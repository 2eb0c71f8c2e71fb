import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '@oclif/core/command'

/** Every command's class with its id, from the source: for tests, where nothing is built. In the order of the alphabet. */
export async function sourceCommands(): Promise<readonly Command.Class[]> {
  const folder = join(import.meta.dirname, '../commands')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /^(?!.*\.test).*\.ts$/.test(file))
  const classes = files.map(async (file) => {
    const { default: command } = (await import(join(folder, file))) as { default: Command.Class }
    command.id = file
      .replace(/\.ts$/, '')
      .replace(/\/index$/, '')
      .replaceAll('/', ':')
    return command
  })
  return (await Promise.all(classes)).toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
