import type { Command } from '@oclif/core/command'
import { examplesOf } from './examples.js'

/** A flag, as help tells of it. */
export interface FlagFacts {
  readonly name: string
  readonly char?: string
  /** What stands for the value; absent: it has none. */
  readonly value?: string
  readonly allowNo: boolean
  readonly multiple: boolean
  readonly text: string
  readonly byDefault?: string
  readonly choices?: readonly string[]
}

export interface FlagGroup {
  /** "NETWORK"; empty: the command's own. */
  readonly name: string
  readonly flags: readonly FlagFacts[]
}

export interface ArgumentFacts {
  readonly name: string
  readonly required: boolean
  readonly text: string
}

/** What help, documentation and completion tell of a command. */
export interface CommandFacts {
  /** As it is typed: "plugins install". */
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly arguments: readonly ArgumentFacts[]
  /** Important ones first. */
  readonly groups: readonly FlagGroup[]
  readonly examples: readonly string[]
}

/** Groups of flags in the order of their importance; others stand between the first and the last of these. */
const FIRST = ['', 'COMPARING', 'DELETING', 'ORDER AND LIMITS', 'FAILURES', 'FILTER']
const LAST = ['PROGRESS', 'LOGGING', 'NETWORK', 'GLOBAL']

/** Facts of a command's class. */
export function factsOf(command: Command.Class): CommandFacts {
  const name = command.id.replaceAll(':', ' ')
  return {
    name,
    summary: told(command.summary ?? command.description?.split('\n')[0] ?? ''),
    description: told(command.summary === undefined ? '' : (command.description ?? '')),
    arguments: Object.entries(command.args ?? {}).map(([argument, { required = false, description = '' }]) => ({
      name: argument.toUpperCase(),
      required,
      text: described(told(description), required),
    })),
    groups: groupsOf({ ...command.baseFlags, ...command.flags }),
    examples: ownExamples(command) ?? examplesOf(name),
  }
}

/** Those that the command itself gives. */
function ownExamples({ examples = [] }: Command.Class): readonly string[] | undefined {
  const texts = examples.filter((example) => typeof example === 'string')
  return texts.length === 0 ? undefined : texts.map((text) => text.replace('<%= config.bin %> ', ''))
}

function groupsOf(flags: Command.Class['flags']): readonly FlagGroup[] {
  const groups = new Map<string, FlagFacts[]>()
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.hidden) continue
    const group = flag.helpGroup ?? ''
    groups.set(group, [...(groups.get(group) ?? []), flagFacts(name, flag)])
  }
  return [...groups].map(([name, flags]) => ({ name, flags })).toSorted((one, other) => rankOf(one.name) - rankOf(other.name))
}

function rankOf(group: string): number {
  const [first, last] = [FIRST.indexOf(group), LAST.indexOf(group)]
  return first !== -1 ? first : last !== -1 ? 100 + last : 50
}

function flagFacts(name: string, flag: Command.Class['flags'][string]): FlagFacts {
  const { char, summary, description = '' } = flag
  const facts = {
    name,
    ...(char && { char }),
    text: told(summary ?? description),
    multiple: flag.type === 'option' && flag.multiple === true,
  }
  if (flag.type === 'boolean') return { ...facts, allowNo: flag.allowNo }
  const { options, helpValue = 'VALUE', default: byDefault } = flag
  const isShown = ['string', 'number'].includes(typeof byDefault) && byDefault !== ''
  return {
    ...facts,
    allowNo: false,
    value: Array.isArray(helpValue) ? helpValue.join(' ') : helpValue,
    ...(isShown && { byDefault: shownDefault(name, byDefault as string | number) }),
    ...(options !== undefined && { choices: options }),
  }
}

/** Flags whose default is in milliseconds. */
const TIMES = new Set(['contimeout', 'timeout', 'retries-sleep'])

function shownDefault(name: string, value: string | number): string {
  return typeof value === 'number' && TIMES.has(name) ? `${value / 1000}s` : String(value)
}

/** oclif marks what must be given in the text itself. */
function described(text: string, required: boolean): string {
  return required ? text.replace(/^\(required\) /, '') : text
}

function told(text: string): string {
  return text
    .replaceAll('<%= config.bin %>', 'tranship')
    .replace(/<%= config\.scopedEnvVarKey\('(\w+)'\) %>/g, 'TRANSHIP_$1')
    .trim()
}
