import {
  ConfigError,
  type ConfigText,
  type OptionTable,
  remoteNameProblem,
  sectionNames,
  sectionOf,
  withoutSection,
  withSection,
} from '@tranship/core'
import type { ChooserRow } from '../backends/known-backends.js'
import { printable } from '../ui/printable.js'
import { askAgain, askNew, type Draft } from './draft.js'
import { chooseRow, confirm } from './menus.js'
import type { Prompter } from './prompter.js'
import { review, showDraft } from './review.js'
import type { Workshop } from './workshop.js'

/** "n) New remote": asks for name, type and options, and saves what is accepted. */
export async function makeRemote(workshop: Workshop): Promise<void> {
  const { prompter, config } = workshop
  const name = await askName(workshop)
  const { type, table } = await chooseBackend(workshop)
  const asked = await askNew(prompter, { name, type, table, values: new Map() })
  prompter.say('Remote config')
  const { draft, accepted } = await review(prompter, asked)
  if (!accepted) return
  await config.update((latest) => {
    if (sectionOf(latest, name) !== undefined) throw new ConfigError(`remote "${name}" was made by another program meanwhile`)
    return withSection(latest, name, { type, ...Object.fromEntries(draft.values) })
  })
}

/** "e) Edit existing remote": saves only what was changed, so that what another program changed meanwhile stays. */
export async function editRemote(workshop: Workshop): Promise<void> {
  const { prompter, config } = workshop
  const current = await config.read()
  const name = await chooseRemote(prompter, current)
  const before = await draftOf(workshop, current, name)
  showDraft(prompter, before)
  let { draft, accepted } = await review(prompter, await askAgain(prompter, before))
  while (!accepted) {
    if (await deletes(workshop, name)) return
    ;({ draft, accepted } = await review(prompter, draft))
  }
  const changes = [...draft.values].filter(([key, value]) => before.values.get(key) !== value)
  await config.update((latest) => {
    if (sectionOf(latest, name) === undefined) throw new ConfigError(`remote "${name}" was deleted by another program meanwhile`)
    return withSection(latest, name, Object.fromEntries(changes))
  })
}

/** "d) Delete remote". */
export async function deleteRemote(workshop: Workshop): Promise<void> {
  await deletes(workshop, await chooseRemote(workshop.prompter, await workshop.config.read()))
}

/** Deletes the remote if that is confirmed, and tells whether it was. */
async function deletes({ prompter, config }: Workshop, name: string): Promise<boolean> {
  const isSure = await confirm(prompter, `Delete the remote "${printable(name)}"?`)
  if (isSure) await config.update((latest) => withoutSection(latest, name))
  return isSure
}

async function askName({ prompter, config, platform }: Workshop): Promise<string> {
  for (;;) {
    const name = await prompter.ask('name> ')
    const problem = remoteNameProblem(name, platform)
    if (problem !== undefined) prompter.say(`A remote's name ${problem}.`)
    else if (sectionOf(await config.read(), name) !== undefined) prompter.say(`There is a remote "${printable(name)}" already.`)
    else return name
  }
}

async function chooseBackend({ prompter, backends }: Workshop): Promise<Pick<Draft, 'type' | 'table'>> {
  const rows = backends.map((backend) => ({ backend, words: backend.words, label: labelOf(backend) }))
  prompter.say('What type of source is it?')
  const { backend } = await chooseRow(prompter, 'type', rows, (row) => refusalOf(row.backend))
  return { type: backend.type, table: await tableOf(backend) }
}

function labelOf({ type, installed }: ChooserRow): string {
  return installed ? type : `${type} (not installed)`
}

function refusalOf(backend: ChooserRow): string | undefined {
  return backend.installed ? undefined : `${backend.type} is not installed. To install it: ${backend.installCommand}`
}

/** The options of a backend; none where it is not installed. */
async function tableOf(backend: ChooserRow | undefined): Promise<OptionTable> {
  return backend?.installed ? (await backend.load()).options : {}
}

async function chooseRemote(prompter: Prompter, config: ConfigText): Promise<string> {
  const rows = sectionNames(config)
    .toSorted()
    .map((name) => ({ name, label: printable(name), words: [name] }))
  return (await chooseRow(prompter, 'remote', rows)).name
}

/** A remote of the config file. Where its backend is not installed, its values can be edited all the same. */
async function draftOf({ backends }: Workshop, config: ConfigText, name: string): Promise<Draft> {
  const { type = '', ...values } = sectionOf(config, name) ?? {}
  const table = await tableOf(backends.find(({ words }) => words.includes(type)))
  return { name, type, table, values: new Map(Object.entries(values)) }
}
