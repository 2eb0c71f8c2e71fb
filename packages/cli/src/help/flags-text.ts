import { ConfigError } from '@tranship/core'
import { wrapped } from '../ui/wrapped.js'
import type { CommandFacts, FlagFacts } from './command-facts.js'
import { flagLines, titleOf } from './command-text.js'

/** Flags that several commands have, by group, and of each command its own; only those whose name or text matches, where a word is given. */
export function flagsLines(commands: readonly CommandFacts[], word: string | undefined, width: number): readonly string[] {
  const matches = matcher(word)
  const shared = [...sharedGroups(commands)].map(([name, flags]) => ({ name, flags: [...flags.values()].filter(matches) }))
  const sharedNames = new Set(shared.flatMap(({ flags }) => flags.map(({ name }) => name)))
  const own = commands.map(({ name, groups }) => ({
    name,
    flags: groups.flatMap(({ name: group, flags }) =>
      group === '' ? flags.filter((flag) => !sharedNames.has(flag.name) && matches(flag)) : [],
    ),
  }))
  const sections = [
    ...shared.map((group) => ({ title: titleOf(group), flags: group.flags })),
    ...own.map(({ name, flags }) => ({ title: `FLAGS OF ${name}`, flags })),
  ].filter(({ flags }) => flags.length > 0)
  if (sections.length === 0) throw new ConfigError(`no flag matches ${JSON.stringify(word)}`)
  return [
    ...wrapped(
      'Flags may stand anywhere, also before the command. `tranship help backend NAME` tells of those of a storage system.',
      width,
    ),
    ...sections.flatMap(({ title, flags }) => ['', title, ...flagLines(flags, width)]),
  ]
}

/** The groups of more than one command; of those that have no name, the flags that many commands have. */
function sharedGroups(commands: readonly CommandFacts[]): ReadonlyMap<string, ReadonlyMap<string, FlagFacts>> {
  const amounts = new Map<string, number>()
  for (const { groups } of commands) {
    for (const { name } of groups.flatMap(({ flags }) => flags)) amounts.set(name, (amounts.get(name) ?? 0) + 1)
  }
  const shared = new Map<string, Map<string, FlagFacts>>()
  for (const { name: group, flags } of commands.flatMap(({ groups }) => groups)) {
    for (const flag of flags) {
      if (group === '' && (amounts.get(flag.name) ?? 0) < MANY) continue
      const into = shared.get(group) ?? new Map<string, FlagFacts>()
      shared.set(group, into.set(flag.name, into.get(flag.name) ?? flag))
    }
  }
  return shared
}

/** Commands; what fewer have is told with each of them. */
const MANY = 7

function matcher(word: string | undefined): (flag: FlagFacts) => boolean {
  if (word === undefined) return () => true
  let expression: RegExp
  try {
    expression = new RegExp(word.replace(/^--/, ''), 'i')
  } catch (error) {
    throw new ConfigError(`${JSON.stringify(word)} is no regular expression`, { cause: error })
  }
  return ({ name, text }) => expression.test(name) || expression.test(text)
}
