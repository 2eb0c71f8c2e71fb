import { sectionNames, sectionOf } from '@tranship/core'
import { printable } from '../ui/printable.js'
import { chooseLetter } from './menus.js'
import { setPassword } from './password.js'
import { BackToMenu, type Conversation, createPrompter, EndOfInput, type Prompter } from './prompter.js'
import { copyRemote, deleteRemote, editRemote, makeRemote, renameRemote } from './remotes.js'
import type { WizardConfig, Workshop } from './workshop.js'

const ACTIONS = { e: editRemote, n: makeRemote, d: deleteRemote, r: renameRemote, c: copyRemote, s: setPassword } as const

/**
 * Makes and changes remotes, as a person says. A remote is saved when it is accepted and never before. Ends at "q", and at the
 * end of the input, which drops what has not been accepted.
 */
export async function runWizard({
  config,
  backends,
  platform,
  logInHere,
  ...conversation
}: Conversation & Omit<Workshop, 'prompter'>): Promise<void> {
  const prompter = createPrompter(conversation)
  try {
    for (;;) {
      const choice = await unlessBack(() => chosenAction(prompter, config))
      if (choice === 'q') return
      if (choice !== undefined) await unlessBack(() => ACTIONS[choice]({ prompter, config, backends, platform, logInHere }))
    }
  } catch (error) {
    if (!(error instanceof EndOfInput)) throw error
    prompter.say('')
  }
}

/** What `work` gives; undefined if the person wants to go back. */
async function unlessBack<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BackToMenu)) throw error
    return undefined
  }
}

/** The menus are those of rclone 1.19; what it did not have yet goes by the letters of its successors, and is shown on a wrong one. */
async function chosenAction(prompter: Prompter, config: WizardConfig): Promise<keyof typeof ACTIONS | 'q'> {
  const text = await config.read()
  const names = sectionNames(text).toSorted()
  if (names.length === 0) {
    prompter.say('No remotes found - make a new one')
    return chooseLetter(prompter, { n: 'New remote', q: 'Quit config' }, { s: PASSWORD })
  }
  const rows = names.map((name) => tableRow(printable(name), printable(sectionOf(text, name)?.type ?? '')))
  prompter.say('Current remotes:', '', tableRow('Name', 'Type'), tableRow('====', '===='), ...rows, '')
  return chooseLetter(
    prompter,
    { e: 'Edit existing remote', n: 'New remote', d: 'Delete remote', q: 'Quit config' },
    { r: 'Rename remote', c: 'Copy remote', s: PASSWORD },
  )
}

const PASSWORD = 'Set configuration password'

function tableRow(name: string, type: string): string {
  return `${name.padEnd(20)} ${type}`
}
