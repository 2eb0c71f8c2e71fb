import { type Backend, defineBackend } from '@tranship/core'
import { expect, test } from 'vitest'
import { needsLogIn } from './needs-log-in.js'

const plain = {
  contract: 1,
  type: 'foo',
  prefix: 'foo',
  description: '',
  options: { key: { type: 'string', help: '' }, size: { type: 'integer', help: '' } },
  open: () => expect.fail(),
} as const

test('a remote that has other credentials does not log in', () => {
  const never: Backend = defineBackend(plain) as Backend
  const always = { ...never, authorize: () => expect.fail() }
  const sometimes = { ...always, needsLogIn: (options: { readonly key?: string }) => options.key === undefined } as Backend
  expect(needsLogIn(never, {})).toBe(false)
  expect(needsLogIn(always, {})).toBe(true)
  expect([{}, { key: 'mine' }, { size: 'wrong' }].map((values) => needsLogIn(sometimes, values))).toEqual([true, false, true])
})
