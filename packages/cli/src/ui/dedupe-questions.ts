import type { DuplicateFiles, FsObject, Resolution } from '@tranship/core'
import type { Prompter } from '../wizard/prompter.js'

type Answer = 's' | 'k' | 'r' | 'q'

const CHOICES: readonly (readonly [Answer, string])[] = [
  ['s', 'Skip and do nothing'],
  ['k', 'Keep just one (choose which in next step)'],
  ['r', 'Rename all to be different (by changing file.jpg to file-1.jpg)'],
  ['q', 'Quit'],
]

/** Asks a person what is to become of duplicates, until the answer is one. */
export async function askResolution(prompter: Prompter, { objects }: DuplicateFiles, mayRename: boolean): Promise<Resolution> {
  const choices = CHOICES.filter(([letter]) => mayRename || letter !== 'r')
  prompter.say(...choices.map(([letter, meaning]) => `${letter}) ${meaning}`))
  const letters = choices.map(([letter]) => letter)
  for (;;) {
    const answer = (await prompter.ask(`${letters.join('/')}> `)).toLowerCase()
    if (answer === 's') return 'skip'
    if (answer === 'q') return 'quit'
    if (answer === 'r' && mayRename) return 'rename'
    if (answer === 'k') return { keep: await askWhich(prompter, objects) }
    prompter.say(`This value must be one of the following characters: ${letters.join(', ')}.`)
  }
}

async function askWhich(prompter: Prompter, objects: readonly FsObject[]): Promise<FsObject> {
  for (;;) {
    const answer = await prompter.ask('Enter the number of the file to keep> ')
    const object = /^\d+$/.test(answer) ? objects[Number(answer) - 1] : undefined
    if (object !== undefined) return object
    prompter.say(`This value must be a number from 1 to ${objects.length}.`)
  }
}
