import { execFileSync, spawnSync } from 'node:child_process'
import local from '@tranship/plugin-local'
import { expect, test } from 'vitest'
import { sourceCommands } from '../help/source-commands.js'
import { RCLONE_FLAGS, RCLONE_LETTERS } from './rclone-flags.js'

const classes = await sourceCommands()

/** Every flag of a command, and those flags of the backend that comes with the program which have no prefix. */
const known = new Set([
  ...classes.flatMap((command) => Object.keys({ ...command.baseFlags, ...command.flags })),
  ...Object.entries(local.options).flatMap(([name, spec]) => ('noPrefix' in spec ? [name.replaceAll('_', '-')] : [])),
])

test.each([...RCLONE_FLAGS])('--%s is what the table says', (name, flag) => {
  expect(known.has(name)).toBe(flag.is === 'done')
})

test('the letters of rclone name flags that are done', () => {
  for (const name of RCLONE_LETTERS.values()) expect(RCLONE_FLAGS.get(name)?.is).toBe('done')
})

test('a flag that is not done says in a few words why, or what to do instead', () => {
  for (const flag of RCLONE_FLAGS.values()) {
    if (flag.is !== 'done') expect(flag.is === 'idle' ? flag.because : flag.instead).toMatch(/^\S.{10,120}[^.]$/)
  }
})

/** "      --name type   text", "  -c, --name   text": the type stands one space behind the name. */
const HELP_LINE = /^ +(?:-\w, )?--([a-z0-9-]+)(?: (\S+))? {2,}/
const hasRclone = spawnSync('rclone', ['version']).status === 0
if (!hasRclone) console.log('rclone is not on the PATH: its flags are not compared')

test.runIf(hasRclone)('every global flag of the rclone on the PATH stands in the table, with a value or without', () => {
  const [globals = ''] = execFileSync('rclone', ['help', 'flags'], { encoding: 'utf8' }).split(/^Backend Flags/m)
  const flags = globals.split('\n').flatMap((line) => {
    const [, name, type] = HELP_LINE.exec(line) ?? []
    return name === undefined || name === 'help' ? [] : [[name, type !== undefined && type !== 'count'] as const]
  })
  expect(flags.length).toBeGreaterThan(100)
  for (const [name, takesValue] of flags) expect([name, RCLONE_FLAGS.get(name)?.takesValue]).toEqual([name, takesValue])
})
