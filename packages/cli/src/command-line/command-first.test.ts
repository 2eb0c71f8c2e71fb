import { expect, test } from 'vitest'
import { commandFirst } from './command-line.js'

test.each([
  [
    ['sync', 'a', 'b'],
    ['sync', 'a', 'b'],
  ],
  [
    ['-v', 'sync', 'a', 'b'],
    ['sync', '-v', 'a', 'b'],
  ],
  [
    ['-vv', '--config', 'F', 'ls', 'x'],
    ['ls', '-vv', '--config', 'F', 'x'],
  ],
  [
    ['--config=F', '--transfers', '9', 'copy', 'a', 'b', '-n'],
    ['copy', '--config=F', '--transfers', '9', 'a', 'b', '-n'],
  ],
  [['--help'], ['--help']],
  [
    ['--foo', 'sync'],
    ['--foo', 'sync'],
  ],
  [['-v'], ['-v']],
  [[], []],
])('%j is understood as %j', (words, expected) => {
  expect(commandFirst(words)).toEqual(expected)
})
