import { printable } from '../ui/printable.js'
import { askAdvanced, askAgain, type Draft, hasAdvanced } from './draft.js'
import { chooseLetter } from './menus.js'
import type { Prompter } from './prompter.js'

const RULE = '-'.repeat(20)

/** Shows a draft between lines of dashes. Its secrets are shown too: this is where they can be checked. */
export function showDraft(prompter: Prompter, { name, values }: Draft): void {
  const lines = [...values].map(([key, value]) => `${printable(key)} = ${printable(value)}`)
  prompter.say(RULE, `[${printable(name)}]`, ...lines, RULE)
}

export interface Verdict {
  readonly draft: Draft
  /** False: the remote is to be deleted. */
  readonly accepted: boolean
}

/** Shows the draft, and lets it be changed until it is accepted or rejected. */
export async function review(prompter: Prompter, draft: Draft): Promise<Verdict> {
  showDraft(prompter, draft)
  const choice = await chooseLetter(prompter, {
    y: 'Yes this is OK',
    e: 'Edit this remote',
    d: 'Delete this remote',
    ...(hasAdvanced(draft) && { a: 'Advanced options' }),
  })
  if (choice === 'y' || choice === 'd') return { draft, accepted: choice === 'y' }
  return review(prompter, await (choice === 'a' ? askAdvanced : askAgain)(prompter, draft))
}
