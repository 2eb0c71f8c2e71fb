import { FsError, type FsPath, fsPath } from '@tranship/core'
import { expect, test } from 'vitest'
import { memoryFs } from '../test/whole-fs.js'
import type { Check } from './check.js'
import { runCheck } from './run-check.js'
import type { Opened } from './scratch.js'
import { bytesOf, sized } from './sources.js'

const check = (run: Check['run'], appliesTo: Check['appliesTo'] = () => undefined): Check => ({
  name: 'tried',
  sentence: 'What is promised is kept.',
  appliesTo,
  run,
})

const opening = (more: Partial<Opened> = {}) => ({ open: async () => ({ fs: await memoryFs(), ...more }) })

test('a check that holds passes', async () => {
  expect(
    await runCheck(
      check(async () => {}),
      opening(),
      'root',
    ),
  ).toEqual({ check: 'tried', site: 'root', result: 'passed' })
})

test('a check that throws fails, and the sentence is told', async () => {
  const broken = check(async () => {
    throw new Error('it is not')
  })
  const outcome = await runCheck(broken, opening(), 'root')
  expect(outcome).toMatchObject({ result: 'failed', reason: 'it is not' })
  expect('error' in outcome && outcome.error.message).toBe('the contract says: What is promised is kept.\nit is not')
})

test('a check that does not concern the Fs is skipped with the reason', async () => {
  const other = check(
    async () => {
      throw new Error('not run')
    },
    () => 'no copy',
  )
  expect(await runCheck(other, opening(), 'root')).toMatchObject({ result: 'skipped', reason: 'no copy' })
})

test('what is left behind fails every check', async () => {
  const outcome = await runCheck(
    check(async () => {}),
    opening({ leftovers: async () => ['an open upload'] }),
    'root',
  )
  expect(outcome).toMatchObject({ result: 'failed', reason: expect.stringContaining('left behind') })
})

test.each(['a place/below0/x', 'a place/new', 'beside'])('a change at %j, outside of the subdirectory, fails every check', async (path) => {
  const fs = await memoryFs()
  const outside = check(async () => void (await fs.put(fsPath(path), sized(bytesOf(99)))))
  const outcome = await runCheck(outside, { open: async () => ({ fs }) }, 'subdirectory')
  expect(outcome).toMatchObject({ result: 'failed', reason: expect.stringContaining('outside of the root') })
})

test('a promise that rejects and is awaited by nobody fails every check', async () => {
  const listeners = process.rawListeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  try {
    const careless = check(async () => void Promise.reject(new Error('unheard')))
    expect(await runCheck(careless, opening(), 'root')).toMatchObject({
      result: 'failed',
      reason: expect.stringContaining('nobody awaits'),
    })
  } finally {
    for (const listener of listeners) process.on('unhandledRejection', listener as () => void)
  }
})

const SECRET = 'hunter2'

test('a secret in an error fails every check, and is not told again', async () => {
  const fs = await memoryFs()
  const stat = async (path: FsPath) => {
    throw new FsError('signed-out', 'not allowed', { path, cause: { authorization: `Basic ${SECRET}` } })
  }
  const asks = check(async (scratch) => void (await scratch.fs.stat(fsPath('x')).catch(() => {})))
  const outcome = await runCheck(asks, { open: async () => ({ fs: { ...fs, stat }, secrets: [SECRET] }) }, 'root')
  expect(outcome).toMatchObject({ result: 'failed', reason: expect.stringContaining('a secret is shown') })
  expect(JSON.stringify(outcome)).not.toContain(SECRET)
})

test('a secret in the log fails every check', async () => {
  const outcome = await runCheck(
    check(async () => {}),
    opening({ secrets: [SECRET], logged: () => [`key ${SECRET}`] }),
    'root',
  )
  expect(outcome.result).toBe('failed')
})

test.each([
  ['passes', async () => {}],
  ['fails', async () => Promise.reject(new Error('broken'))],
])('the place is taken away when the check %s', async (_how, run) => {
  let taken = 0
  await runCheck(check(run), opening({ dispose: async () => void taken++ }), 'subdirectory')
  expect(taken).toBe(1)
})
