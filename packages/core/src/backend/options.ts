import { isObscured, reveal } from '../remote/obscure.js'
import { ConfigError } from './config-error.js'
import { parseDuration, parseSize } from './quantity.js'

/** One suggested value of an option. Its help is shown line by line. */
export interface Choice {
  readonly value: string
  readonly help: string
}

/** What every option has, whatever its type. */
export interface OptionFacts {
  /** What is asked and why, as the wizard shows it; may have several lines. */
  readonly help: string
  /** Suggestions, in the order of their numbers in the wizard; any other value may be given too. */
  readonly choices?: readonly Choice[]
  readonly required?: boolean
  /**
   * How the value is stored in the config file, and said elsewhere: as it is, or obscured as rclone does, and then a backend
   * gets it revealed. Either way it is redacted in what is printed.
   */
  readonly secret?: 'plain' | 'obscured'
  /** Asked only on request. */
  readonly advanced?: boolean
  /** Asked only while each named option has one of these values. */
  readonly when?: Readonly<Record<string, readonly string[]>>
  /** Its flag and its variable have no prefix of the backend: `--links`, not `--local-links`. */
  readonly noPrefix?: true
  /** A letter for its flag: `-l`. */
  readonly letter?: string
}

/** One option of a backend. `default` is in the option's own unit: bytes for a size, milliseconds for a duration. */
export type OptionSpec = OptionFacts &
  (
    | { readonly type: 'string'; readonly default?: string }
    | { readonly type: 'boolean'; readonly default?: boolean }
    | { readonly type: 'integer' | 'size' | 'duration'; readonly default?: number }
  )

/** The options of a backend by their names in the config file, in the order in which they are asked. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

/** What an option's text becomes. */
export type OptionValue<Spec extends OptionSpec> = Spec extends { type: 'string' }
  ? string
  : Spec extends { type: 'boolean' }
    ? boolean
    : number

/** The names of the options that are always there: required, or with a default. */
export type PresentOption<Table extends OptionTable> = {
  [Name in keyof Table]: Table[Name] extends { required: true } | { default: string | boolean | number } ? Name : never
}[keyof Table]

/** The typed options of a table: those that are required or have a default are always there. */
export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in PresentOption<Table>]: OptionValue<Table[Name]>
} & {
  readonly [Name in Exclude<keyof Table, PresentOption<Table>>]?: OptionValue<Table[Name]>
}

/** What a program gives: as `OptionsOf`, but what has a default may be left out. */
export type OptionInput<Table extends OptionTable> = {
  readonly [Name in keyof Table as Table[Name] extends { required: true } ? Name : never]: OptionValue<Table[Name]>
} & {
  readonly [Name in keyof Table as Table[Name] extends { required: true } ? never : Name]?: OptionValue<Table[Name]>
}

/** The options of a program with the table's defaults filled in. */
export function withDefaults<Table extends OptionTable>(table: Table, input: OptionInput<Table>): OptionsOf<Table> {
  const defaults = Object.entries(table).flatMap(([name, spec]) => (spec.default === undefined ? [] : [[name, spec.default] as const]))
  const options: unknown = { ...Object.fromEntries(defaults), ...input }
  return options as OptionsOf<Table>
}

/**
 * The options of a remote from their texts in a config section. An empty text is an absent one. Names that the table does
 * not have are left alone: they belong to another program or version. Throws a ConfigError that names every problem.
 */
export function parseOptions<Table extends OptionTable>(
  table: Table,
  texts: Readonly<Record<string, string | undefined>>,
  remote: string,
): OptionsOf<Table> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, spec] of Object.entries(table)) {
    const text = texts[name]
    if (text === undefined || text === '') {
      if (spec.default !== undefined) values[name] = spec.default
      else if (spec.required) problems.push(`"${name}" is missing`)
      continue
    }
    const problem = valueProblem(spec, text)
    if (problem === undefined) values[name] = typedValue(spec, text)
    else problems.push(`"${name}" ${problem}`)
  }
  if (problems.length > 0) throw new ConfigError(`remote "${remote}": ${problems.join('; ')}`)
  return values as OptionsOf<Table>
}

/** What keeps `text`, as it is stored, from being a value of the option, in words that follow its name, or undefined. */
export function valueProblem(spec: OptionSpec, text: string): string | undefined {
  if (spec.secret === 'obscured' && !isObscured(text)) return 'is not obscured: obscure it with `tranship obscure`'
  if (typedValue(spec, text) !== undefined) return undefined
  return `is not a ${spec.type}: ${spec.secret ? 'its value is hidden' : JSON.stringify(text)}`
}

/** Undefined if there is none of the option's type in the stored text. */
function typedValue({ type, secret }: OptionSpec, text: string): unknown {
  return VALUE_OF[type](secret === 'obscured' ? reveal(text) : text)
}

const VALUE_OF: Readonly<Record<OptionSpec['type'], (text: string) => unknown>> = {
  string: (text) => text,
  boolean: parseBoolean,
  integer: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined),
  size: parseSize,
  duration: parseDuration,
}

/** What rclone takes for true and false, in any case; undefined for any other text. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(1|t|true|yes|on)$/i.test(text)) return true
  if (/^(0|f|false|no|off)$/i.test(text)) return false
  return undefined
}

/** The names in `table` whose values must not be shown. */
export function secretNames(table: OptionTable): ReadonlySet<string> {
  return new Set(Object.keys(table).filter((name) => table[name]?.secret !== undefined))
}

/** Whether an option is to be asked, given the values chosen so far. */
export function isAsked(spec: OptionSpec, texts: Readonly<Record<string, string | undefined>>): boolean {
  return Object.entries(spec.when ?? {}).every(([name, values]) => values.includes(texts[name] ?? ''))
}
