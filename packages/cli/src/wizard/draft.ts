import { isAsked, type OptionTable } from '@tranship/core'
import { confirm } from './menus.js'
import { BACK, type Prompter } from './prompter.js'
import { askOption, BLANK } from './questions.js'

/** A remote as it will be saved, besides its type. */
export interface Draft {
  readonly name: string
  readonly type: string
  /** The options of its backend; empty where that is not installed. */
  readonly table: OptionTable
  /** The value of each key, in the order of the config file. */
  readonly values: ReadonlyMap<string, string>
}

/** Asks every option that is not advanced, in the order of the table. What is left blank is stored as blank. */
export async function askNew(prompter: Prompter, draft: Draft): Promise<Draft> {
  return askEach(prompter, draft, basicNames(draft.table))
}

/** Asks again for every value there is, and for options that have none yet. */
export async function askAgain(prompter: Prompter, draft: Draft): Promise<Draft> {
  return change(prompter, draft, [...new Set([...basicNames(draft.table), ...draft.values.keys()])])
}

/** Asks for every option but those that were given; for the advanced ones if the person wants. What is left blank stays out. */
export async function askAllBut(prompter: Prompter, draft: Draft, given: ReadonlySet<string>): Promise<Draft> {
  const left = Object.keys(draft.table).filter((name) => !given.has(name))
  const isAdvanced = (name: string) => draft.table[name]?.advanced ?? false
  const basic = await change(
    prompter,
    draft,
    left.filter((name) => !isAdvanced(name)),
  )
  const wantsMore = left.some(isAdvanced) && (await confirm(prompter, 'Edit advanced config?'))
  return wantsMore ? change(prompter, basic, left.filter(isAdvanced)) : basic
}

export async function askAdvanced(prompter: Prompter, draft: Draft): Promise<Draft> {
  return change(
    prompter,
    draft,
    Object.keys(draft.table).filter((name) => draft.table[name]?.advanced),
  )
}

export function hasAdvanced({ table }: Draft): boolean {
  return Object.values(table).some((spec) => spec.advanced)
}

async function askEach(prompter: Prompter, draft: Draft, names: readonly string[]): Promise<Draft> {
  const values = new Map(draft.values)
  for (const name of names) {
    const spec = Object.hasOwn(draft.table, name) ? draft.table[name] : undefined
    const current = values.get(name)
    const asked = spec === undefined || current !== undefined || isAsked(spec, Object.fromEntries(values))
    if (asked) values.set(name, await askOption(prompter, name, spec, current))
  }
  return { ...draft, values }
}

function basicNames(table: OptionTable): readonly string[] {
  return Object.keys(table).filter((name) => !table[name]?.advanced)
}

/** Asks with the current values. An option that had none, and is left blank, stays out of the config file. */
async function change(prompter: Prompter, draft: Draft, names: readonly string[]): Promise<Draft> {
  prompter.say(`Press Enter to keep a value, type in a new one, or type ${BLANK} to leave it blank; ${BACK} leaves all as it was`)
  const asked = await askEach(prompter, draft, names)
  const kept = [...asked.values].filter(([name, value]) => value !== '' || draft.values.has(name))
  return { ...asked, values: new Map(kept) }
}
