import { expect, test } from 'vitest'
import Copy from '../commands/copy.js'
import { factsOf } from '../help/command-facts.js'
import { namedCommand, wantedBehind } from './wanted.js'

Copy.id = 'copy'
const facts = factsOf(Copy)
const path = (begin: string, more = {}) => ({ kind: 'path', begin, before: '', remotes: true, ...more })

test.each([
  [['copy', 'wo'], path('wo')],
  [['copy', 'a', ''], path('')],
  [['copy', '-n', 'work:ph'], path('work:ph')],
  [['copy', '--ba'], { kind: 'flag', begin: '--ba' }],
  [['copy', '--backup-dir', 'wo'], path('wo')],
  [['copy', '--backup-dir=wo'], path('wo', { before: '--backup-dir=' })],
  [['copy', '--log-file', 'x'], path('x', { remotes: false })],
  [['copy', '--stats-unit', 'b'], { kind: 'value', begin: 'b', before: '', choices: ['bytes', 'bits'] }],
  [['copy', '--transfers', ''], { kind: 'nothing' }],
  [['copy', '--', '--ba'], path('--ba')],
])('behind %j', (words, wanted) => {
  expect(wantedBehind(words, facts)).toEqual(wanted)
})

test('the longest name is the command', () => {
  const ids = new Set(['config', 'config:create', 'ls'])
  expect(namedCommand(['config', 'create', ''], ids)).toEqual({ id: 'config:create', words: 2 })
  expect(namedCommand(['config', 'create'], ids)).toEqual({ id: 'config', words: 1 })
  expect(namedCommand(['-v', 'ls', 'x'], ids)).toEqual({ id: 'ls', words: 1 })
  expect(namedCommand(['l'], ids)).toBeUndefined()
})
