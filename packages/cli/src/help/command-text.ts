import { wrapped } from '../ui/wrapped.js'
import type { ArgumentFacts, CommandFacts, FlagFacts, FlagGroup } from './command-facts.js'

/** Groups that every command has: help names their flags, `tranship help flags` tells of them. */
export const COMMON_GROUPS: ReadonlySet<string> = new Set(['NETWORK', 'GLOBAL'])

/** What `--help` prints for a command, in lines of at most `width` columns. */
export function commandText(facts: CommandFacts, width: number): readonly string[] {
  const { summary, description, arguments: args, groups, examples } = facts
  return [
    ...wrapped(summary, width),
    ...section('USAGE', [`  ${usageOf(facts)}`]),
    ...section('ARGUMENTS', argumentLines(args, width)),
    ...groups.flatMap((group) =>
      section(titleOf(group), COMMON_GROUPS.has(group.name) ? namesOnly(group, width) : flagLines(group.flags, width)),
    ),
    ...section('DESCRIPTION', description === '' ? [] : description.split('\n').flatMap((line) => indented(line, width))),
    ...section(
      'EXAMPLES',
      examples.map((example) => `  $ tranship ${example}`),
    ),
  ]
}

/** "tranship copy SOURCE DESTINATION [flags]". */
export function usageOf({ name, arguments: args }: CommandFacts): string {
  const words = args.map((argument) => (argument.required ? argument.name : `[${argument.name}]`))
  return ['tranship', name, ...words, '[flags]'].join(' ')
}

/** "FLAGS", "NETWORK FLAGS". */
export function titleOf({ name }: FlagGroup): string {
  return name === '' ? 'FLAGS' : `${name} FLAGS`
}

/** "-n, --dry-run", "    --suffix=TEXT". */
export function flagForm({ name, char, value, allowNo }: FlagFacts): string {
  const long = `--${allowNo ? '[no-]' : ''}${name}${value === undefined ? '' : `=${value}`}`
  return `${char === undefined ? '    ' : `-${char}, `}${long}`
}

/** What a flag does, its choices and its default. */
export function flagText({ text, byDefault, choices, multiple }: FlagFacts): string {
  const notes = [
    choices !== undefined && `one of ${choices.join(', ')}`,
    byDefault !== undefined && `default ${byDefault}`,
    multiple && 'may be given again',
  ].filter(Boolean)
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`
}

/** Flags in two columns. */
export function flagLines(flags: readonly FlagFacts[], width: number): readonly string[] {
  return columns(
    flags.map((flag) => [flagForm(flag), flagText(flag)]),
    width,
  )
}

function argumentLines(args: readonly ArgumentFacts[], width: number): readonly string[] {
  return columns(
    args.map(({ name, text }) => [name, text]),
    width,
  )
}

function namesOnly({ flags }: FlagGroup, width: number): readonly string[] {
  return [...indented(flags.map(({ name }) => `--${name}`).join(', '), width), '  (`tranship help flags` tells what they do)']
}

const LONGEST_FORM = 32

/** Rows of two columns; a first one that is too long has a line of its own. */
export function columns(rows: readonly (readonly [string, string])[], width: number, atLeast = 0): readonly string[] {
  const first = Math.min(LONGEST_FORM, Math.max(atLeast, ...rows.map(([form]) => form.length))) + 4
  return rows.flatMap(([form, text]) => {
    const [begin = '', ...more] = wrapped(text, Math.max(20, width - first))
    const head = `  ${form}`
    const rest = more.map((line) => `${' '.repeat(first)}${line}`)
    return head.length + 2 <= first ? [`${head.padEnd(first)}${begin}`.trimEnd(), ...rest] : [head, `${' '.repeat(first)}${begin}`, ...rest]
  })
}

function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`)
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}
