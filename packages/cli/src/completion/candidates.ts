import type { Config } from '@oclif/core/config'
import { type CommandFacts, factsOf } from '../help/command-facts.js'
import { namedCommand, type Wanted, wantedBehind } from './wanted.js'

/** A word that can stand where the cursor is, and what it is. */
export interface Candidate {
  readonly word: string
  readonly text?: string
}

/** Where remotes and paths are looked up. What cannot be read has none. */
export interface Lookup {
  remotes(): Promise<readonly string[]>
  /** The names in the directory that a location names; those of directories end in a slash. */
  names(directory: string): Promise<readonly string[]>
}

/** The topics of `help`, and the shells of `completion`. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  help: ['flags', 'filters', 'backends', 'backend'],
  completion: ['bash', 'zsh', 'fish'],
}

/** What can stand in place of the last word. */
export async function candidatesFor(words: readonly string[], config: Config, lookup: Lookup): Promise<readonly Candidate[]> {
  const shown = config.commands.filter(({ hidden }) => !hidden)
  const named = namedCommand(words, new Set(shown.map(({ id }) => id)))
  const typed = words.at(-1) ?? ''
  const below = typed.startsWith('-')
    ? []
    : commandsBelow(
        named?.id ??
          words
            .slice(0, -1)
            .filter((word) => !word.startsWith('-'))
            .join(':'),
      )
  if (named === undefined) return below.filter(({ word }) => word.startsWith(typed))
  const command = config.findCommand(named.id, { must: true })
  const facts = factsOf(await command.load())
  const own = (ARGUMENTS[named.id] ?? []).map((word): Candidate => ({ word }))
  const first = [...below, ...own, ...(named.id === 'help' ? commandsBelow('') : [])].filter(({ word }) => word.startsWith(typed))
  const wanted = wantedBehind(words, facts)
  const isFirst = words.filter((word) => !word.startsWith('-')).length === named.words + 1
  return [...(isFirst && wanted.kind !== 'value' ? first : []), ...(await matching(wanted, facts, lookup))]

  /** Names one level below a topic; below nothing those of all commands. */
  function commandsBelow(topic: string): readonly Candidate[] {
    const begin = topic === '' ? '' : `${topic}:`
    const found = new Map<string, Candidate>()
    for (const { id, summary, description } of shown) {
      if (!id.startsWith(begin)) continue
      const [word = '', ...deeper] = id.slice(begin.length).split(':')
      if (deeper.length === 0) found.set(word, withText(word, summary ?? description))
      else if (!found.has(word)) found.set(word, { word })
    }
    return [...found.values()]
  }
}

async function matching(wanted: Wanted, facts: CommandFacts, lookup: Lookup): Promise<readonly Candidate[]> {
  switch (wanted.kind) {
    case 'flag':
      return facts.groups
        .flatMap(({ flags }) => flags)
        .map(({ name, value, text }) => withText(`--${name}${value === undefined ? '' : '='}`, text))
        .filter(({ word }) => word.startsWith(wanted.begin))
    case 'value':
      return wanted.choices.filter((choice) => choice.startsWith(wanted.begin)).map((choice) => ({ word: `${wanted.before}${choice}` }))
    case 'path':
      return (await paths(wanted.begin, wanted.remotes, lookup)).map((path) => ({ word: `${wanted.before}${path}` }))
    default:
      return []
  }
}

async function paths(begin: string, remotes: boolean, lookup: Lookup): Promise<readonly string[]> {
  const cut = Math.max(begin.lastIndexOf('/'), begin.lastIndexOf(':')) + 1
  const directory = begin.slice(0, cut)
  const [names, remoteNames] = await Promise.all([lookup.names(directory), remotes && cut === 0 ? lookup.remotes() : []])
  return [...remoteNames.map((name) => `${name}:`), ...names.map((name) => `${directory}${name}`)].filter((path) => path.startsWith(begin))
}

function withText(word: string, text = ''): Candidate {
  const [line = ''] = text.split('\n')
  return line === '' ? { word } : { word, text: line.replace(/\.$/, '').slice(0, 80) }
}
