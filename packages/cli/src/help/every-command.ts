import type { Config } from '@oclif/core/config'
import { type CommandFacts, factsOf } from './command-facts.js'

/** Facts of every command of this program, in the order of the alphabet. Loads them all. Commands of plugins are not among them. */
export async function allFacts(config: Config): Promise<readonly CommandFacts[]> {
  const own = config.commands.filter(({ pluginName, hidden }) => pluginName === config.pjson.name && !hidden)
  const classes = await Promise.all(own.map((command) => command.load()))
  return classes.map(factsOf).toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
