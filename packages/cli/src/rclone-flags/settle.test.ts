import { expect, test } from 'vitest'
import { readWords } from '../command-line/words.js'
import { settleRcloneFlags, takesValueInRclone } from './settle.js'

const KNOWN = new Set(['--config', '--checksum', '-n', '--dry-run'])
const settle = (...words: string[]) => settleRcloneFlags(readWords(words, takesValueInRclone), KNOWN, (problem) => new Error(problem))
const typed = (...words: string[]) => settle(...words).words.flatMap((word) => word.typed)

test('a flag of rclone that changes nothing is taken out with its value, and that is said once', () => {
  const words = ['a:', '--fast-list', '--buffer-size', '16M', '--fast-list', '-n', '--multi-thread-streams=4', 'b:']
  expect(typed(...words)).toEqual(['a:', '-n', 'b:'])
  expect(settle(...words).notices).toEqual([
    '--fast-list changes nothing: a listing is always asked for in the way that takes the fewest requests',
    '--buffer-size changes nothing: buffers are as large as the transfer needs',
    expect.stringMatching(/^--multi-thread-streams changes nothing: /),
  ])
})

test('so is one that other commands have, by its letter too', () => {
  const { words, notices } = settle('-Pn', '--transfers', '8', 'a:')
  expect(words.flatMap((word) => word.typed)).toEqual(['-n', 'a:'])
  expect(notices).toEqual(['--progress changes nothing for this command', '--transfers changes nothing for this command'])
})

test('one that says what is dealt with is refused: the command would do more than was meant', () => {
  for (const words of [['--include', '*.tmp'], ['--immutable'], ['-u'], ['--max-delete=1']])
    expect(() => settle('a:', ...words)).toThrow('means nothing to this command')
})

test('a value that is missing is missed', () => {
  expect(() => settle('a:', '--buffer-size')).toThrow('--buffer-size needs a value')
})

test('what is not here is refused, and it is said what to do instead', () => {
  expect(() => settle('--syslog')).toThrow('--syslog is not here: pipe the log')
  expect(() => settle('--rc-addr', ':5572')).toThrow('--rc-addr is not here: there is no remote control')
})

test('a flag that nobody has may be a slip of the fingers', () => {
  expect(() => settle('--chekcsum')).toThrow('there is no flag --chekcsum: did you mean --checksum?')
  expect(() => settle('--trasnfers', '4')).toThrow('did you mean --transfers?')
  expect(() => settle('--something-else')).toThrow(/^there is no flag --something-else$/)
})

test('what stands behind -- is no flag', () => {
  expect(typed('--', '--fast-list')).toEqual(['--', '--fast-list'])
})
