import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch } from '../test/double/search.js'
import { allOf, inAny, namedAny, quoted } from './query.js'

test('quotes and backslashes are escaped', () => expect(quoted("it's \\")).toBe("'it\\'s \\\\'"))

test('whatever the name, just that name is looked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '\\', 'a', ' or ', '\n', '(', '='), maxLength: 8 }), (name) => {
      const facts = { realId: (id: string) => id, isTrashed: () => false }
      const isFound = parseSearch(allOf([inAny(['p', 'q']), namedAny([name]), 'trashed = false']), facts)
      const node = (changes: object) => ({ name, parents: ['q'], ...changes }) as never
      expect([isFound(node({})), isFound(node({ name: `${name}x` })), isFound(node({ parents: ['r'] }))]).toEqual([true, false, false])
    }),
  )
})
