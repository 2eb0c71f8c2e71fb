import { readFile } from 'node:fs/promises'
import { sectionNames } from '@tranship/core'
import { chooseLetter } from '../wizard/menus.js'
import { createPrompter, EndOfInput } from '../wizard/prompter.js'
import { openConversation } from '../wizard/terminal.js'
import type { ConfigFile } from './config-file.js'
import type { ConfigPlace, RclonesFile } from './config-place.js'
import { isMissing, makeParents, replaceFile } from './replace-file.js'

/**
 * The config file for a person who wants to change it. Where it is rclone's, and nobody has agreed to share it, a person at a
 * terminal is asked what to do, once; in a pipe or a script the wish to change it is the agreement. Undefined: the person quits.
 */
export async function agreedFile(
  { path, rclones }: ConfigPlace,
  open: (path: string) => ConfigFile,
  signal: AbortSignal,
): Promise<ConfigFile | undefined> {
  const file = open(path)
  if (rclones === undefined) return file
  if (!(await exists(path))) return sharedWhenMade(file, rclones)
  if (!process.stdin.isTTY) return file
  const choice = await ask(file, rclones, signal)
  if (choice === 'q') return undefined
  if (choice === 's') {
    await rclones.share()
    return file
  }
  await makeParents(rclones.own)
  await replaceFile(rclones.own, await readFile(path, 'utf8'))
  return open(rclones.own)
}

/** A file that does not exist yet: it is for both programs. */
function sharedWhenMade(file: ConfigFile, { share }: RclonesFile): ConfigFile {
  const sharing =
    <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const result = await work(...args)
      if (await exists(file.path)) await share()
      return result
    }
  return { ...file, update: sharing(file.update), touch: sharing(file.touch), setPassword: sharing(file.setPassword) }
}

async function ask(file: ConfigFile, { own }: RclonesFile, signal: AbortSignal): Promise<'s' | 'c' | 'q'> {
  const count = sectionNames(await file.read()).length
  const conversation = openConversation(signal)
  try {
    const prompter = createPrompter(conversation)
    prompter.say(
      `Found rclone's config file ${JSON.stringify(file.path)}, with ${count} ${count === 1 ? 'remote' : 'remotes'}.`,
      'Tranship works with it as it is. Before it is changed: are both programs to share it?',
    )
    return await chooseLetter(prompter, {
      s: 'Share it with rclone',
      c: `Copy it to ${JSON.stringify(own)}, and leave it as it is`,
      q: 'Quit',
    })
  } catch (error) {
    if (error instanceof EndOfInput) return 'q'
    throw error
  } finally {
    conversation.close()
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await readFile(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
