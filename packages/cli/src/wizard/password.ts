import { chooseLetter } from './menus.js'
import type { Prompter } from './prompter.js'
import type { Workshop } from './workshop.js'

/** "s) Set configuration password": encrypts the config file, changes its password, or decrypts it. */
export async function setPassword({ prompter, config }: Workshop): Promise<void> {
  for (;;) {
    const choice = await chosenChange(prompter, await config.isEncrypted())
    if (choice === 'q') return
    await config.setPassword(choice === 'u' ? undefined : await askNewPassword(prompter))
    prompter.say(choice === 'u' ? 'Password removed' : 'Password set')
  }
}

async function chosenChange(prompter: Prompter, isEncrypted: boolean): Promise<'a' | 'c' | 'u' | 'q'> {
  if (isEncrypted) {
    prompter.say('Your configuration is encrypted.')
    return chooseLetter(prompter, { c: 'Change Password', u: 'Unencrypt configuration', q: 'Quit to main menu' })
  }
  prompter.say('Your configuration is not encrypted.', 'If you add a password, you will protect your login information to cloud services.')
  return chooseLetter(prompter, { a: 'Add Password', q: 'Quit to main menu' })
}

/** Asks for a password that is not empty, twice. */
export async function askNewPassword(prompter: Prompter): Promise<string> {
  for (;;) {
    prompter.say('Enter NEW configuration password:')
    const password = await prompter.askSecret('password:')
    prompter.say('Confirm NEW configuration password:')
    const again = await prompter.askSecret('password:')
    if (password === '') prompter.say('An empty password protects nothing.')
    else if (password !== again) prompter.say('Passwords do not match!')
    else return password
  }
}
