import { ConfigError, isConfigError, isFsError, obscure, parseBoolean } from '@tranship/core'
import { fromPaste } from '../authorize/pasted.js'
import { type DialogSubject, type Step, stepAfter } from './dialog.js'
import { answerProblem, askedBy, meantBy } from './dialog-question.js'

type Values = Readonly<Record<string, string>>

/** What a dialog works on: one remote of the config file. */
export interface DialogPlace {
  /** The remote as it is now. */
  subject(): Promise<DialogSubject>
  save(values: Values): Promise<void>
  /** Logs in with the browser of this machine; gives the options to save. */
  readonly logIn: (values: Values) => Promise<Values>
}

/** A question that nobody has answered yet, and what was wrong with the answer before. */
export interface OpenQuestion {
  readonly step: Step
  readonly problem?: string
}

/**
 * Takes the answer to a question, and answers those that follow from `answers`, by what they ask, as long as there is one. Gives the
 * question that is open then; undefined: the dialog is over. A wrong answer, or a log-in that fails, leaves its question open.
 */
export async function holdDialog(
  first: Step | undefined,
  answer: string | undefined,
  answers: Values,
  place: DialogPlace,
): Promise<OpenQuestion | undefined> {
  let given = answer
  for (let step = first; step !== undefined; ) {
    const subject = await place.subject()
    const asked = askedBy(step, subject.table)
    if (asked === undefined) throw new ConfigError('--state: there is no such question: give back the state of the last answer')
    given ??= answers[asked.name]
    if (given === undefined) return { step }
    const meant = meantBy(step, asked, given)
    const problem = answerProblem(asked, meant) ?? (await failureOf(() => take(step as Step, asked.name, meant, subject, place)))
    if (problem !== undefined) return { step, problem }
    step = stepAfter(step, meant, await place.subject())
    given = undefined
  }
  return undefined
}

async function take(step: Step, name: string, answer: string, { table, values }: DialogSubject, place: DialogPlace): Promise<void> {
  if (step.asks === 'option') {
    if (answer === '' && !values[name]) return
    await place.save({ [name]: answer !== '' && table[name]?.secret === 'obscured' ? obscure(answer) : answer })
  }
  if (step.asks === 'place' && parseBoolean(answer)) await place.save(await place.logIn(values))
  if (step.asks === 'paste') await place.save(fromPaste(answer))
}

/** What is wrong, in words for a person; a failure of another kind is not taken for an answer. */
async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!isConfigError(error) && !isFsError(error)) throw error
    return error.message
  }
}
