import { type ConfigText, sectionNames, sectionOf } from '@tranship/core'
import { printable } from '../ui/printable.js'
import { chooseLetter } from './menus.js'
import { type Conversation, createPrompter, EndOfInput, type Prompter } from './prompter.js'
import { deleteRemote, editRemote, makeRemote } from './remotes.js'
import type { Workshop } from './workshop.js'

const ACTIONS = { e: editRemote, n: makeRemote, d: deleteRemote } as const

/**
 * Makes, edits and deletes remotes, as a person says. A remote is saved when it is accepted and never before. Ends at "q",
 * and at the end of the input, which drops what has not been accepted.
 */
export async function runWizard({ config, backends, platform, ...conversation }: Conversation & Omit<Workshop, 'prompter'>): Promise<void> {
  const prompter = createPrompter(conversation)
  try {
    for (;;) {
      const choice = await chooseAction(prompter, await config.read())
      if (choice === 'q') return
      await ACTIONS[choice]({ prompter, config, backends, platform })
    }
  } catch (error) {
    if (!(error instanceof EndOfInput)) throw error
    prompter.say('')
  }
}

async function chooseAction(prompter: Prompter, config: ConfigText): Promise<'e' | 'n' | 'd' | 'q'> {
  const names = sectionNames(config).toSorted()
  if (names.length === 0) {
    prompter.say('No remotes found - make a new one')
    return chooseLetter(prompter, { n: 'New remote', q: 'Quit config' })
  }
  const rows = names.map((name) => tableRow(printable(name), printable(sectionOf(config, name)?.type ?? '')))
  prompter.say('Current remotes:', '', tableRow('Name', 'Type'), tableRow('====', '===='), ...rows, '')
  return chooseLetter(prompter, { e: 'Edit existing remote', n: 'New remote', d: 'Delete remote', q: 'Quit config' })
}

function tableRow(name: string, type: string): string {
  return `${name.padEnd(20)} ${type}`
}
