import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventsPage } from '../ui/events-page.js'
import { factsOf } from './command-facts.js'
import { commandPage, fileOf, flagsPage, indexPage } from './command-page.js'
import { commandSurface } from './command-surface.js'
import { sourceCommands } from './source-commands.js'

/** These tests write what they compare with `vitest run --update`. */
const docs = join(import.meta.dirname, '../../../../docs')
const commands = (await sourceCommands()).filter(({ hidden }) => !hidden).map(factsOf)

test.each(commands)('the page of $name is what the command says', async (facts) => {
  await expect(commandPage(facts)).toMatchFileSnapshot(join(docs, 'commands', fileOf(facts.name)))
})

test('the pages about all commands are what the commands say', async () => {
  await expect(flagsPage(commands)).toMatchFileSnapshot(join(docs, 'commands/flags.md'))
  await expect(indexPage(commands)).toMatchFileSnapshot(join(docs, 'commands/README.md'))
})

test('no page is left of a command that is gone', () => {
  const expected = [...commands.map(({ name }) => fileOf(name)), 'README.md', 'flags.md']
  expect(readdirSync(join(docs, 'commands')).toSorted()).toEqual(expected.toSorted())
})

test('the page about the events of the log is what their table says', async () => {
  await expect(eventsPage()).toMatchFileSnapshot(join(docs, 'events.md'))
})

test('commands, arguments and flags are what they were', async () => {
  await expect(commandSurface(commands)).toMatchFileSnapshot(join(import.meta.dirname, '../../etc/command-surface.txt'))
})

test('every command says what it does, what each flag does, and shows an example', () => {
  for (const { name, summary, groups, examples } of commands) {
    expect(summary, name).toMatch(/^[A-Z].*\.$/)
    for (const flag of groups.flatMap(({ flags }) => flags)) expect(flag.text, `${name} --${flag.name}`).not.toBe('')
    expect(examples.length, name).toBeGreaterThan(0)
    for (const example of examples) expect(example.startsWith(name), example).toBe(true)
  }
})
