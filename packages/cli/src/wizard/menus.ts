import type { Prompter } from './prompter.js'

/** Each choice by its letter: `{ n: 'New remote' }` is shown as "n) New remote". */
type Menu = Readonly<Record<string, string>>

/** Shows a menu and asks until one of its letters is typed, or one of `more`, which is shown when another letter was typed. */
export function chooseLetter<Choices extends Menu>(prompter: Prompter, menu: Choices): Promise<keyof Choices & string>
export function chooseLetter<Choices extends Menu, More extends Menu>(
  prompter: Prompter,
  menu: Choices,
  more: More,
): Promise<(keyof Choices | keyof More) & string>
export async function chooseLetter(prompter: Prompter, menu: Menu, more: Menu = {}): Promise<string> {
  const letters = Object.keys(menu)
  prompter.say(...letters.map((letter) => `${letter}) ${menu[letter]}`))
  for (;;) {
    const typed = (await prompter.ask(`${letters.join('/')}> `)).toLowerCase()
    if (letters.includes(typed) || Object.hasOwn(more, typed)) return typed
    prompter.say(
      `Type one of these letters: ${letters.join(', ')}.`,
      ...Object.entries(more).map(([letter, text]) => `Also ${letter}) ${text}`),
    )
  }
}

export async function confirm(prompter: Prompter, question: string): Promise<boolean> {
  prompter.say(question)
  return (await chooseLetter(prompter, { y: 'Yes', n: 'No' })) === 'y'
}

/** One line of a numbered list. */
export interface Row {
  readonly label: string
  /** What may be typed for it instead of its number. */
  readonly words: readonly string[]
}

/** Shows a numbered list and asks until a number or a word of it is typed, of a row that `refuse` has nothing to say to. */
export async function chooseRow<Choice extends Row>(
  prompter: Prompter,
  what: string,
  rows: readonly Choice[],
  refuse: (row: Choice) => string | undefined = () => undefined,
): Promise<Choice> {
  prompter.say('Choose a number from below', ...rows.map(({ label }, index) => numbered(index, label)))
  for (;;) {
    const typed = await prompter.ask(`${what}> `)
    const index = indexOf(typed) ?? rows.findIndex(({ words }) => words.includes(typed))
    const row = rows[index]
    const refusal = row === undefined ? numberHint(rows.length) : refuse(row)
    if (row !== undefined && refusal === undefined) return row
    prompter.say(refusal ?? '')
  }
}

export function numbered(index: number, label: string): string {
  return `${String(index + 1).padStart(2)}) ${label}`
}

/** The index that a typed number stands for, which may lie outside of the list; undefined if it is no number. */
export function indexOf(typed: string): number | undefined {
  return /^[+-]?\d+$/.test(typed) ? Number(typed) - 1 : undefined
}

export function numberHint(count: number): string {
  return `Type a number from 1 to ${count}.`
}
