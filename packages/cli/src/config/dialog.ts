import { isAsked, type OptionTable, parseBoolean } from '@tranship/core'

/** One question of the dialog that other programs hold with `config create` and `config update`, in rclone's states. */
export type Step =
  /** For the option at this place of the table. */
  | { readonly asks: 'option'; readonly at: number; readonly advanced: boolean }
  /** Whether the advanced options are asked for; whether there is to be another token; where the browser is; what it gave there. */
  | { readonly asks: 'advanced' | 'refresh' | 'place' | 'paste' }

/** What the dialog is about. */
export interface DialogSubject {
  readonly table: OptionTable
  readonly values: Readonly<Record<string, string>>
  /** Whether its backend has a log-in. */
  readonly logsIn: boolean
  /** Options that were given at once: nobody asks for them. */
  readonly given?: ReadonlySet<string>
}

const STATES = {
  advanced: '*all-advanced',
  refresh: '*oauth-confirm,,,',
  place: '*oauth-islocal,,,',
  paste: '*oauth-authorize,,,',
} as const
const OPTION_STATE = /^\*all-set,(\d{1,4}),(true|false)$/

export function stateOf(step: Step): string {
  return step.asks === 'option' ? `*all-set,${step.at},${step.advanced}` : STATES[step.asks]
}

/** Undefined for a text that is no state of this dialog. */
export function stepOf(state: string): Step | undefined {
  const [, at, advanced] = OPTION_STATE.exec(state) ?? []
  if (at !== undefined) return { asks: 'option', at: Number(at), advanced: advanced === 'true' }
  const [asks] = (Object.keys(STATES) as (keyof typeof STATES)[]).filter((name) => STATES[name].split(',')[0] === state.split(',')[0])
  return asks && { asks }
}

/** Where the dialog begins; undefined: there is nothing to ask. `all`: every option is asked for, not only what a log-in needs. */
export function firstStep(subject: DialogSubject, all: boolean): Step | undefined {
  return all ? optionFrom(0, false, subject) : logInStep(subject)
}

/** What follows an answer, once it is taken; undefined: nothing. */
export function stepAfter(step: Step, answer: string, subject: DialogSubject): Step | undefined {
  switch (step.asks) {
    case 'option':
      return optionFrom(step.at + 1, step.advanced, subject)
    case 'advanced':
      return parseBoolean(answer) ? optionFrom(0, true, subject) : logInStep(subject)
    case 'refresh':
      return parseBoolean(answer) ? { asks: 'place' } : undefined
    case 'place':
      return parseBoolean(answer) ? undefined : { asks: 'paste' }
    case 'paste':
      return undefined
  }
}

function optionFrom(first: number, advanced: boolean, subject: DialogSubject): Step | undefined {
  const options = Object.entries(subject.table)
  const at = options.findIndex(([name, spec], index) => {
    return index >= first && (spec.advanced ?? false) === advanced && isAsked(spec, subject.values) && !subject.given?.has(name)
  })
  if (at !== -1) return { asks: 'option', at, advanced }
  return !advanced && options.some(([, spec]) => spec.advanced) ? { asks: 'advanced' } : logInStep(subject)
}

function logInStep({ logsIn, values }: DialogSubject): Step | undefined {
  if (!logsIn) return undefined
  return { asks: values.token ? 'refresh' : 'place' }
}
