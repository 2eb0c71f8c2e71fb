import { compareEntries, type FsEntry, type FsPath, orderKey } from '@tranship/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPlacing } from './directory-order.js'

const name = fc
  .string({ unit: fc.constantFrom('a', '!', '/', '0'), minLength: 1, maxLength: 4 })
  .filter((text) => !/^\/|\/\/|\/$/.test(text))

test('markers come out where their directories sort, once, however the listing is cut into pages', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ name, isMarker: fc.boolean() }), { selector: (each) => each.name }),
      fc.integer({ min: 1, max: 4 }),
      (names, pageSize) => {
        const listed = names
          .map((each): FsEntry => {
            const path = each.name as FsPath
            return each.isMarker ? { kind: 'directory', path, id: each.name } : { kind: 'object', path }
          })
          .sort((a, b) => (a.path < b.path ? -1 : 1))
        const placing = createPlacing()
        const placed: FsEntry[] = []
        for (let at = 0; at < listed.length; at += pageSize) placed.push(...placing.place(listed.slice(at, at + pageSize)))
        placed.push(...placing.rest())
        expect(placed.map(orderKey)).toEqual([...listed].sort(compareEntries).map(orderKey))
      },
    ),
  )
})

test('a directory that is told by a marker and by its content is given once', () => {
  const directory = (path: string, id?: string): FsEntry => ({ kind: 'directory', path: path as FsPath, ...(id !== undefined && { id }) })
  const placing = createPlacing()
  const placed = [
    ...placing.place([directory('d', 'd')]),
    ...placing.place([directory('d', 'd/'), directory('d'), directory('e', 'e')]),
    ...placing.rest(),
  ]
  expect(placed.map(orderKey)).toEqual(['d/', 'e/'])
})
