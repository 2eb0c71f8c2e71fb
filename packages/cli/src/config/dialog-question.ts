import { type OptionSpec, type OptionTable, parseOptions, valueProblem } from '@tranship/core'
import type { DialogSubject, Step } from './dialog.js'
import { optionRecord } from './provider-records.js'

/** Questions about the log-in and the advanced options, by what they ask; the name is that by which they can be answered at once. */
const OTHERS = {
  advanced: { name: 'config_fs_advanced', spec: { type: 'boolean', default: false, help: 'Edit advanced config?' } },
  refresh: { name: 'config_refresh_token', spec: { type: 'boolean', default: true, help: 'Already have a token - refresh?' } },
  place: {
    name: 'config_is_local',
    spec: { type: 'boolean', default: true, help: 'Is there a web browser on this machine, to log in with?' },
  },
  paste: {
    name: 'config_token',
    spec: {
      type: 'string',
      required: true,
      help: 'Run `tranship authorize` on a machine with a web browser, and paste here what it prints.',
    },
  },
} as const satisfies Record<Exclude<Step['asks'], 'option'>, { readonly name: string; readonly spec: OptionSpec }>

const YES_OR_NO = [
  { Value: 'true', Help: 'Yes' },
  { Value: 'false', Help: 'No' },
]

/** What may be given with the options, and answers a question of the dialog. */
export const DIALOG_KEYS: ReadonlySet<string> = new Set(Object.values(OTHERS).map(({ name }) => name))

/** The name of what a step asks for, and what its answer must be. Undefined: the table has no such option. */
export function askedBy(step: Step, table: OptionTable): { readonly name: string; readonly spec: OptionSpec } | undefined {
  if (step.asks !== 'option') return OTHERS[step.asks]
  const entry = Object.entries(table)[step.at]
  return entry && { name: entry[0], spec: entry[1] }
}

/** What is wrong with an answer, which may hold a password that is not obscured; undefined: nothing. */
export function answerProblem({ name, spec }: { readonly name: string; readonly spec: OptionSpec }, answer: string): string | undefined {
  if (answer === '') return spec.required ? `"${name}" is required` : undefined
  const problem = spec.secret === 'obscured' ? undefined : valueProblem(spec, answer)
  return problem === undefined ? undefined : `"${name}" ${problem}`
}

/** The question of a step as rclone prints it. What is stored already is its default. */
export function questionRecord(step: Step, { table, values }: DialogSubject): object | undefined {
  const asked = askedBy(step, table)
  if (asked === undefined) return undefined
  const { name, spec } = asked
  if (step.asks !== 'option')
    return { ...optionRecord(name, spec), ...(spec.type === 'boolean' && { Examples: YES_OR_NO, Exclusive: true }) }
  return optionRecord(name, withDefault(name, spec, values[name]))
}

/** An option whose default is a stored text; a password is not told. */
function withDefault(name: string, spec: OptionSpec, text: string | undefined): OptionSpec {
  if (!text || spec.secret === 'obscured' || valueProblem(spec, text) !== undefined) return spec
  return { ...spec, default: parseOptions({ [name]: spec }, { [name]: text }, '')[name] } as OptionSpec
}

/** What an answer means: a blank one to a question about the log-in is its default; a blank option is one. */
export function meantBy(step: Step, { spec }: { readonly spec: OptionSpec }, answer: string): string {
  return step.asks !== 'option' && answer === '' && spec.default !== undefined ? String(spec.default) : answer
}
