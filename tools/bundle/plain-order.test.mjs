import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { plainlyOrdered } from './plain-order.mjs'

test('words are sorted as before, without a locale', () => {
  const source = '["sync", "ls", "config", "lsd", "ls"].map((id) => ({ id })).sort((a, b) => a.id.localeCompare(b.id)).map(({ id }) => id)'
  const rewritten = plainlyOrdered(source)
  expect(rewritten).not.toContain('localeCompare')
  expect(runInNewContext(rewritten)).toEqual(runInNewContext(source))
})
