import { type OptionSpec, obscure, valueProblem } from '@tranship/core'
import { printable } from '../ui/printable.js'
import { indexOf, numbered, numberHint } from './menus.js'
import type { Prompter } from './prompter.js'

/** What is typed for an empty value, where Enter alone keeps the current one. */
export const BLANK = '""'

/** An option of which no table knows: a key that another program or version wrote. */
const UNKNOWN_OPTION: OptionSpec = { type: 'string', help: '' }

/**
 * Asks for the value of an option until it gets one that can be. With a `current` value, Enter keeps it; without, Enter is
 * a blank one.
 */
export async function askOption(prompter: Prompter, name: string, spec: OptionSpec = UNKNOWN_OPTION, current?: string): Promise<string> {
  prompter.say(...questionLines(spec))
  if (spec.secret === 'obscured') return askObscured(prompter, name, spec, current)
  const prompt = current === undefined ? `${printable(name)}> ` : `${printable(name)} = ${printable(current)}> `
  for (;;) {
    const answer = readAnswer(await prompter.ask(prompt), name, spec, current)
    if ('value' in answer) return answer.value
    prompter.say(answer.problem)
  }
}

/** A password is not shown while it is typed, and asked twice. */
async function askObscured(prompter: Prompter, name: string, spec: OptionSpec, current?: string): Promise<string> {
  const prompt = current === undefined || current === '' ? `${printable(name)}> ` : `${printable(name)} = *** ENCRYPTED ***> `
  for (;;) {
    const typed = await prompter.askSecret(prompt)
    if (typed === '' || typed === BLANK) {
      const value = typed === '' ? (current ?? '') : ''
      if (value !== '' || !spec.required) return value
      prompter.say(`"${name}" is required.`)
    } else if (typed === (await prompter.askSecret('Confirm the password> '))) return obscure(typed)
    else prompter.say('Passwords do not match!')
  }
}

function questionLines({ help, choices }: OptionSpec): readonly string[] {
  const lines = help === '' ? [] : help.split('\n')
  if (choices === undefined) return lines
  const shown = choices.flatMap((choice, index) => [...choice.help.split('\n').map((line) => ` * ${line}`), numbered(index, choice.value)])
  return [...lines, 'Choose a number from below, or type in your own value', ...shown]
}

type Answer = { readonly value: string } | { readonly problem: string }

/** What a typed text means: a number is always one of the choices, never a value, if there are choices. */
function readAnswer(typed: string, name: string, spec: OptionSpec, current?: string): Answer {
  if (typed === '' || typed === BLANK) {
    const value = typed === '' ? (current ?? '') : ''
    return value === '' && spec.required ? { problem: `"${name}" is required.` } : { value }
  }
  const index = spec.choices === undefined ? undefined : indexOf(typed)
  if (spec.choices !== undefined && index !== undefined) {
    const choice = spec.choices[index]
    return choice === undefined ? { problem: numberHint(spec.choices.length) } : { value: choice.value }
  }
  const problem = valueProblem(spec, typed)
  return problem === undefined ? { value: typed } : { problem: `"${name}" ${printable(problem)}.` }
}
