import type { CommandFacts, FlagFacts } from '../help/command-facts.js'

/** What can stand where the cursor is. */
export type Wanted =
  | { readonly kind: 'command'; readonly begin: string; readonly topic: string }
  | { readonly kind: 'flag'; readonly begin: string }
  | { readonly kind: 'value'; readonly begin: string; readonly before: string; readonly choices: readonly string[] }
  /** A remote, a path in one, or a path of this machine. `before` is not part of it: "--flag=". */
  | { readonly kind: 'path'; readonly begin: string; readonly before: string; readonly remotes: boolean }
  | { readonly kind: 'nothing' }

/** The command that words name, and how many of them do; undefined: they name none yet. */
export interface NamedCommand {
  readonly id: string
  readonly words: number
}

/** The longest name of a command at the begin of the words, flags apart. The word that is being typed counts for none. */
export function namedCommand(words: readonly string[], ids: ReadonlySet<string>): NamedCommand | undefined {
  const typed = words.slice(0, -1).filter((word) => !word.startsWith('-'))
  for (let amount = typed.length; amount > 0; amount--) {
    const id = typed.slice(0, amount).join(':')
    if (ids.has(id)) return { id, words: amount }
  }
  return undefined
}

/** Commands whose argument is no path. */
const NO_PATHS = new Set(['config', 'help', 'completion', 'listremotes', 'obscure', 'reveal', 'version', 'plugins'])
/** What stands for the value of a flag that names a file of this machine. */
const FILES = new Set(['FILE', 'DIR'])

/** What is wanted behind a command whose flags are known. */
export function wantedBehind(words: readonly string[], facts: CommandFacts): Wanted {
  const typed = words.at(-1) ?? ''
  const flags = facts.groups.flatMap(({ flags }) => flags)
  const isBehindDashes = words.slice(0, -1).includes('--')
  const [, name, value] = (!isBehindDashes && /^--([a-z0-9-]+)=(.*)$/s.exec(typed)) || []
  if (name !== undefined && value !== undefined) return wantedValue(flagNamed(flags, `--${name}`), value, `--${name}=`)
  const before = isBehindDashes ? undefined : flagNamed(flags, words.at(-2) ?? '')
  if (before?.value !== undefined) return wantedValue(before, typed, '')
  if (typed.startsWith('-') && !isBehindDashes) return { kind: 'flag', begin: typed }
  if (NO_PATHS.has(facts.name.split(' ')[0] ?? '')) return { kind: 'nothing' }
  return { kind: 'path', begin: typed, before: '', remotes: true }
}

function flagNamed(flags: readonly FlagFacts[], written: string): FlagFacts | undefined {
  return flags.find(({ name, char }) => written === `--${name}` || (char !== undefined && written === `-${char}`))
}

function wantedValue(flag: FlagFacts | undefined, begin: string, before: string): Wanted {
  if (flag?.value === undefined) return { kind: 'nothing' }
  if (flag.choices !== undefined) return { kind: 'value', begin, before, choices: flag.choices }
  if (FILES.has(flag.value)) return { kind: 'path', begin, before, remotes: false }
  return flag.value === 'PATH' ? { kind: 'path', begin, before, remotes: true } : { kind: 'nothing' }
}
