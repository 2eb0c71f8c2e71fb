import type { CommandFacts } from './command-facts.js'
import { flagForm, usageOf } from './command-text.js'

/** What scripts and hands rely on: each command with its arguments and its flags, a line each, without a word on what they do. */
export function commandSurface(commands: readonly CommandFacts[]): string {
  const groups = commands.map((facts) => {
    const flags = facts.groups.flatMap(({ flags }) => flags).map((flag) => `  ${flagForm(flag).trim()}${flag.multiple ? ' …' : ''}`)
    return [usageOf(facts), ...flags.toSorted()].join('\n')
  })
  return `${groups.join('\n\n')}\n`
}
