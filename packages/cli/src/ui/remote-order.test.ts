import { expect, test } from 'vitest'
import { type ListedRemote, remoteOrder } from './remote-order.js'

const REMOTES: readonly ListedRemote[] = [
  { name: 'b', type: 's3', source: 'file', description: '' },
  { name: 'a', type: 's3', source: 'file', description: 'z' },
  { name: 'c', type: 'local', source: 'file', description: '' },
]

test.each([
  ['name', 'a b c'],
  ['name=descending', 'c b a'],
  ['type', 'c a b'],
  ['type=desc, name=desc', 'b a c'],
  ['description', 'b c a'],
])('%s orders them as %s', (text, names) => {
  expect(REMOTES.toSorted(remoteOrder(text)).map(({ name }) => name)).toEqual(names.split(' '))
})

test.each(['', 'size', 'name=sideways', 'name=', 'name=constructor'])('%j is refused', (text) => {
  expect(() => remoteOrder(text)).toThrow(/is no order/)
})
