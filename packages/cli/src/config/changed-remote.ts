import { type Backend, ConfigError, withSection } from '@tranship/core'
import { loggedIn } from '../authorize/log-in.js'
import { logInHere } from '../authorize/log-in-here.js'
import { needsLogIn } from '../authorize/needs-log-in.js'
import { saysFlag } from '../command-line/flag-keys.js'
import type { Session } from '../session.js'
import { jsonLines } from '../ui/json.js'
import { askAllBut } from '../wizard/draft.js'
import { createPrompter, EndOfInput, type Prompter } from '../wizard/prompter.js'
import { type OpenConversation, openConversation } from '../wizard/terminal.js'
import { knownSection } from './config-command.js'
import type { ConfigFile } from './config-file.js'
import { type DialogSubject, firstStep, stateOf, stepOf } from './dialog.js'
import { questionRecord } from './dialog-question.js'
import { type DialogPlace, holdDialog } from './hold-dialog.js'
import { specOf } from './stored-values.js'

type Values = Readonly<Record<string, string>>

/** A remote whose options were just saved. */
export interface ChangedRemote {
  readonly session: Session
  readonly file: ConfigFile
  readonly name: string
  readonly backend: Backend
  /** The options that were given. */
  readonly given: ReadonlySet<string>
}

/** Where a program is in the dialog, by the flags. */
interface DialogFlags {
  readonly all: boolean
  readonly state?: string | undefined
  readonly result?: string | undefined
}

/** The next question to a program, as the JSON that rclone prints: without a state where nothing is left to ask. */
export async function openQuestion(remote: ChangedRemote, { all, state, result = '' }: DialogFlags, answers: Values): Promise<string> {
  const step = state === undefined ? undefined : stepOf(state)
  if (state && step === undefined) throw new ConfigError(`--state: ${JSON.stringify(state)} is no state of this dialog`)
  const open = await withPrompter(remote, async (prompter) => {
    const place = placeOf(remote, prompter)
    if (step !== undefined) return holdDialog(step, result, answers, place)
    return holdDialog(firstStep(await place.subject(), all), undefined, answers, place)
  })
  const option = open && questionRecord(open.step, await subjectOf(remote))
  return jsonLines({ State: open ? stateOf(open.step) : '', Option: option ?? null, Error: open?.problem ?? '', Result: '' })
}

/** Asks a person for what is left: with `all` for all options, and for a log-in where the backend has one and somebody is there. */
export async function askRest(remote: ChangedRemote, all: boolean, answers: Values): Promise<void> {
  tellUnknown(remote, await subjectOf(remote))
  await withPrompter(remote, async (prompter) => {
    const place = placeOf(remote, prompter)
    if (all) await askOptions(remote, prompter, place)
    const open = await holdDialog(firstStep(await place.subject(), false), undefined, answers, place)
    if (open?.problem !== undefined) throw new ConfigError(open.problem)
    if (open === undefined) return
    if (all || process.stdin.isTTY)
      await place.save(await loggedIn(prompter, remote.backend, (await place.subject()).values, logInHere(remote.session, remote.name)))
    else if (open.step.asks === 'place') remote.session.log('notice', `to log in, run \`tranship config reconnect ${remote.name}:\``)
  })
}

async function askOptions({ name, backend, given }: ChangedRemote, prompter: Prompter, place: DialogPlace): Promise<void> {
  const { values } = await place.subject()
  const before = new Map(Object.entries(values))
  try {
    const draft = await askAllBut(prompter, { name, type: backend.type, table: backend.options, values: before }, given)
    await place.save(Object.fromEntries([...draft.values].filter(([key, value]) => before.get(key) !== value)))
  } catch (error) {
    if (error instanceof EndOfInput) throw new ConfigError('the input ended before all questions were answered: what was given is saved')
    throw error
  }
}

async function subjectOf({ file, name, backend, given }: ChangedRemote): Promise<DialogSubject> {
  const { type: _, ...values } = knownSection(await file.read(), name)
  return { table: backend.options, values, logsIn: needsLogIn(backend, values), given }
}

function placeOf(remote: ChangedRemote, prompter: Prompter): DialogPlace {
  const { session, file, name, backend } = remote
  return {
    subject: () => subjectOf(remote),
    save: async (values) => {
      await file.update((config) => {
        knownSection(config, name)
        return withSection(config, name, values)
      })
    },
    logIn: (values) => logInHere(session, name)(backend, values, prompter),
  }
}

/** Whoever is asked sees it on standard error: standard output is for the result. Standard input is left to others until something is asked. */
async function withPrompter<Result>({ session }: ChangedRemote, work: (prompter: Prompter) => Promise<Result>): Promise<Result> {
  const { signal } = session
  let opened: OpenConversation | undefined
  const open = () => {
    opened ??= openConversation(signal, process.stderr)
    return opened
  }
  const print = (text: string) => void process.stderr.write(text)
  try {
    return await work(createPrompter({ signal, print, lines: { next: () => open().lines.next() }, unseen: (read) => open().unseen(read) }))
  } finally {
    opened?.close()
  }
}

function tellUnknown({ session, backend }: ChangedRemote, { table, values }: DialogSubject): void {
  for (const key of Object.keys(values)) {
    if (key === 'description' || saysFlag(key) || specOf(table, key) !== undefined) continue
    session.log('notice', `${backend.type} has no option ${JSON.stringify(key)}: it is kept for other programs`)
  }
}
