import {
  type Backend,
  ConfigError,
  type ConfigText,
  remoteNameProblem,
  renamedSection,
  sectionNames,
  sectionOf,
  withoutSection,
  withSection,
} from '@tranship/core'
import { loggedIn } from '../authorize/log-in.js'
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
  const { type, backend } = await chooseBackend(workshop)
  const asked = await askNew(prompter, { name, type, table: backend.options, values: new Map() })
  prompter.say('Remote config')
  const { draft, accepted } = await review(prompter, await afterLogIn(workshop, asked, backend))
  if (!accepted) return
  await config.update((latest) => {
    return withSection(withFreeName(latest, name), name, { type, ...Object.fromEntries(draft.values) })
  })
}

/** "e) Edit existing remote": saves only what was changed, so that what another program changed meanwhile stays. */
export async function editRemote(workshop: Workshop): Promise<void> {
  const { prompter, config } = workshop
  const current = await config.read()
  const name = await chooseRemote(prompter, current)
  const { draft: before, backend } = await draftOf(workshop, current, name)
  showDraft(prompter, before)
  let { draft, accepted } = await review(prompter, await afterLogIn(workshop, await askAgain(prompter, before), backend))
  while (!accepted) {
    if (await deletes(workshop, name)) return
    ;({ draft, accepted } = await review(prompter, draft))
  }
  const changes = [...draft.values].filter(([key, value]) => before.values.get(key) !== value)
  await config.update((latest) => {
    known(latest, name)
    return withSection(latest, name, Object.fromEntries(changes))
  })
}

/** "d) Delete remote". */
export async function deleteRemote(workshop: Workshop): Promise<void> {
  await deletes(workshop, await chooseRemote(workshop.prompter, await workshop.config.read()))
}

/** "r) Rename remote": it keeps its place in the file. */
export async function renameRemote(workshop: Workshop): Promise<void> {
  const { prompter, config } = workshop
  const name = await chooseRemote(prompter, await config.read())
  const to = await askName(workshop)
  await config.update((latest) => {
    known(latest, name)
    return renamedSection(latest, name, to)
  })
}

/** "c) Copy remote". */
export async function copyRemote(workshop: Workshop): Promise<void> {
  const { prompter, config } = workshop
  const name = await chooseRemote(prompter, await config.read())
  const to = await askName(workshop)
  await config.update((latest) => {
    const values = known(latest, name)
    return withSection(withFreeName(latest, to), to, values)
  })
}

/** Deletes the remote if that is confirmed, and tells whether it was. */
async function deletes({ prompter, config }: Workshop, name: string): Promise<boolean> {
  const isSure = await confirm(prompter, `Delete the remote "${printable(name)}"?`)
  if (isSure) await config.update((latest) => withoutSection(latest, name))
  return isSure
}

/** The values of a remote. */
function known(latest: ConfigText, name: string): Readonly<Record<string, string>> {
  const values = sectionOf(latest, name)
  if (values === undefined) throw new ConfigError(`remote "${name}" was deleted by another program meanwhile`)
  return values
}

/** The config, if the name is still free in it. */
function withFreeName(latest: ConfigText, name: string): ConfigText {
  if (sectionOf(latest, name) !== undefined) throw new ConfigError(`remote "${name}" was made by another program meanwhile`)
  return latest
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

/** The draft with what a log-in adds, where the backend has one. */
async function afterLogIn({ prompter, logInHere }: Workshop, draft: Draft, backend: Backend | undefined): Promise<Draft> {
  if (backend === undefined) return draft
  const added = await loggedIn(prompter, backend, Object.fromEntries(draft.values), logInHere(draft.name))
  return { ...draft, values: new Map([...draft.values, ...Object.entries(added)]) }
}

async function chooseBackend({ prompter, backends }: Workshop): Promise<{ readonly type: string; readonly backend: Backend }> {
  const rows = backends.map((backend) => ({ backend, words: backend.words, label: labelOf(backend) }))
  prompter.say('What type of source is it?')
  const { backend } = await chooseRow(prompter, 'type', rows, (row) => refusalOf(row.backend))
  if (!backend.installed) throw new ConfigError(`${backend.type} is not installed`)
  return { type: backend.type, backend: await backend.load() }
}

function labelOf({ type, installed }: ChooserRow): string {
  return installed ? type : `${type} (not installed)`
}

function refusalOf(backend: ChooserRow): string | undefined {
  return backend.installed ? undefined : `${backend.type} is not installed. To install it: ${backend.installCommand}`
}

async function chooseRemote(prompter: Prompter, config: ConfigText): Promise<string> {
  const rows = sectionNames(config)
    .toSorted()
    .map((name) => ({ name, label: printable(name), words: [name] }))
  return (await chooseRow(prompter, 'remote', rows)).name
}

/** A remote of the config file. Where its backend is not installed, its values can be edited all the same. */
async function draftOf(
  { backends }: Workshop,
  config: ConfigText,
  name: string,
): Promise<{ readonly draft: Draft; readonly backend: Backend | undefined }> {
  const { type = '', ...values } = sectionOf(config, name) ?? {}
  const row = backends.find(({ words }) => words.includes(type))
  const backend = row?.installed ? await row.load() : undefined
  return { draft: { name, type, table: backend?.options ?? {}, values: new Map(Object.entries(values)) }, backend }
}
