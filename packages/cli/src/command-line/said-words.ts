import { parseBoolean } from '@tranship/core'
import { type Setting, settingFrom } from './setting.js'
import { type FlagDeclaration, type FlagDeclarations, spellingsOf, type Word } from './words.js'

/** The words of a command for oclif's parser, and which of its flags were not typed. */
export interface SaidWords {
  readonly words: readonly string[]
  /** The variable that says a flag, or the key of a remote, by the name of the flag. */
  readonly saidElsewhere: ReadonlyMap<string, string>
}

/**
 * The words of a command line in the form that oclif reads, with what is said elsewhere of each flag that is not given: by
 * `settings`, by its name, else by TRANSHIP_<FLAG>, or else RCLONE_<FLAG>. A flag without a value may be given one, as in
 * rclone: `--checksum=false`, `--verbose=2`. `fail` makes the error for a value that is none.
 */
export function saidWords(
  words: readonly Word[],
  flags: FlagDeclarations,
  env: NodeJS.ProcessEnv,
  fail: (problem: string) => Error,
  settings: ReadonlyMap<string, Setting> = new Map(),
): SaidWords {
  const spellings = spellingsOf(flags)
  const given = new Set<string>()
  const typed = words.flatMap((word) => {
    const name = word.kind === 'flag' ? spellings.get(word.written)?.name : undefined
    if (word.kind === 'argument' || name === undefined) return word.typed
    given.add(name)
    const flag = flags[name] as FlagDeclaration
    return flag.type === 'boolean' && word.value !== undefined ? switchWords(name, flag, word.value, word.written, fail) : word.typed
  })
  const saidElsewhere = new Map<string, string>()
  const added = Object.entries(flags).flatMap(([name, flag]) => {
    const setting = given.has(name) ? undefined : (settings.get(name) ?? settingFrom(env, name))
    if (setting === undefined) return []
    saidElsewhere.set(name, setting.variable)
    if (flag.type === 'boolean') return switchWords(name, flag, setting.text, setting.variable, fail)
    return (flag.multiple === true ? commaSeparated(setting.text) : [setting.text]).map((text) => `--${name}=${text}`)
  })
  return { words: [...added, ...typed], saidElsewhere }
}

/** A number is how often the flag is given. */
function switchWords(
  name: string,
  { allowNo }: FlagDeclaration,
  text: string,
  where: string,
  fail: (problem: string) => Error,
): readonly string[] {
  if (/^[2-9]$/.test(text)) return Array(Number(text)).fill(`--${name}`)
  const value = parseBoolean(text)
  if (value === undefined) throw fail(`${where}: ${JSON.stringify(text)} is neither true nor false`)
  if (value) return [`--${name}`]
  return allowNo === true ? [`--no-${name}`] : []
}

/** Values between commas; one with a comma stands in double quotes, and a quote in it is doubled. */
function commaSeparated(text: string): readonly string[] {
  const parts = text.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []
  return parts.map((part) =>
    part.startsWith('"') && part.endsWith('"') && part.length > 1 ? part.slice(1, -1).replaceAll('""', '"') : part,
  )
}
