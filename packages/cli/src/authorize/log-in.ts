import { type Backend, isConfigError, isFsError } from '@tranship/core'
import { printable } from '../ui/printable.js'
import { chooseLetter, confirm } from '../wizard/menus.js'
import type { Prompter } from '../wizard/prompter.js'
import { needsLogIn } from './needs-log-in.js'
import { fromPaste, toPaste } from './pasted.js'

type Values = Readonly<Record<string, string>>

/** Lets a person log in at the provider of a backend, by the browser of this machine. Gives the options to save. */
export type LogInHere = (backend: Backend, values: Values, prompter: Prompter) => Promise<Values>

/**
 * The options that a log-in adds to those of a remote: none where its backend has no log-in, or the one that there is shall stay.
 * A log-in that fails is told, and asked for again. `values` are all that the remote has so far.
 */
export async function loggedIn(prompter: Prompter, backend: Backend, values: Values, logInHere: LogInHere): Promise<Values> {
  if (!needsLogIn(backend, values)) return {}
  if (values.token && !(await confirm(prompter, 'Already have a token - refresh?'))) return {}
  for (;;) {
    prompter.say('Use auto config?', ' * Say Y if not sure', ' * Say N if you are working on a remote or headless machine')
    const isHere = (await chooseLetter(prompter, { y: 'Yes', n: 'No' })) === 'y'
    try {
      return isHere ? await logInHere(backend, values, prompter) : await logInElsewhere(prompter, backend, values)
    } catch (error) {
      if (!isFsError(error) && !isConfigError(error)) throw error
      prompter.say(`The log-in failed: ${printable(error.message)}`)
    }
  }
}

/** On a machine with a browser the person runs a command, of Tranship or of rclone, and pastes here what it prints. */
async function logInElsewhere(prompter: Prompter, backend: Backend, { token: _, ...values }: Values): Promise<Values> {
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const options = Object.keys(said).length === 0 ? '' : ` "${toPaste(said)}"`
  prompter.say(
    'Execute the following on the machine with the web browser:',
    '',
    `\ttranship authorize "${backend.prefix}"${options}`,
    '',
    'Then paste the result.',
  )
  return fromPaste(await prompter.ask('config_token> '))
}
