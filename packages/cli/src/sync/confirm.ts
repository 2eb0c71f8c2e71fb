import { createInterface } from 'node:readline/promises'
import type { Change, WithheldBecause } from '@tranship/core'
import { printable } from '../ui/printable.js'

/** Asks on the terminal before each change, one question at a time, in rclone's words. */
export function confirmChange(signal: AbortSignal): (change: Change) => Promise<boolean> {
  const settled = new Map<Change['do'], boolean>()
  let last: Promise<unknown> = Promise.resolve()
  const decide = async (change: Change): Promise<boolean> => {
    const known = settled.get(change.do)
    if (known !== undefined) return known
    const verb = VERBS[change.do]
    const answer = await ask(`${verb} "${printable(change.path)}"?\n${CHOICES(verb)}`, Object.keys(ANSWERS), 'y', signal)
    const { yes, always } = ANSWERS[answer as keyof typeof ANSWERS]
    if (always) settled.set(change.do, yes)
    return yes
  }
  return (change) => {
    const decision = last.then(() => decide(change))
    last = decision.catch(() => {})
    return decision
  }
}

/** Asks whether deletes that look like a mistake are meant. */
export function confirmDeletes(signal: AbortSignal): (why: WithheldBecause, deletes: number) => Promise<boolean> {
  return async (why, deletes) => {
    const reason = why === 'empty-source' ? 'The source is empty' : 'That is more than half of the files at the destination'
    return (await ask(`${reason}. Delete ${deletes} at the destination?\n`, ['y', 'n'], 'n', signal)) === 'y'
  }
}

const VERBS: Readonly<Record<Change['do'], string>> = {
  copy: 'copy',
  touch: 'update modification time of',
  rename: 'rename to',
  make: 'make directory',
  drop: 'delete from the source',
  delete: 'delete',
}

const ANSWERS = {
  y: { yes: true, always: false },
  n: { yes: false, always: false },
  s: { yes: false, always: true },
  '!': { yes: true, always: true },
}

const CHOICES = (verb: string): string =>
  [
    `y) Yes, this is OK (default)`,
    `n) No, skip this`,
    `s) Skip all ${verb} operations with no more questions`,
    `!) Do all ${verb} operations with no more questions`,
    '',
  ].join('\n')

async function ask(question: string, answers: readonly string[], byDefault: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    process.stderr.write(question)
    for (;;) {
      const answer = (await terminal.question(`${answers.join('/')}> `, { signal })).trim()
      if (answer === '') return byDefault
      if (answers.includes(answer)) return answer
    }
  } finally {
    terminal.close()
  }
}
