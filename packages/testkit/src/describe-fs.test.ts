import { expect, test } from 'vitest'
import { memoryFs, openWhole, PAGE_SIZE, PART_SIZE } from '../test/whole-fs.js'
import { checks } from './checks.js'
import { describeFs } from './describe-fs.js'
import { tableText } from './outcome.js'

/** A test runner of few words: what was declared, to be run one by one. */
function runner() {
  const declared = new Map<string, () => Promise<void>>()
  return { declared, test: (name: string, run: () => Promise<void>) => void declared.set(name, run) }
}

const NAME = 'put: replaces'
const known = { check: NAME, reason: 'it appends', takenBy: 'the next piece of work' }

/** An Fs whose put never replaces. */
async function appending() {
  const fs = await memoryFs()
  return {
    fs: {
      ...fs,
      put: async (...[path, source, options]: Parameters<typeof fs.put>) => fs.put(path, source, { replaces: 'nothing', ...options }),
    },
  }
}

test('declares each check at the root and below a directory', () => {
  const { declared, test } = runner()
  describeFs(test, { name: 'memory', open: openWhole })
  expect(declared.size).toBe(2 * checks.length)
  expect([...declared.keys()]).toContain('memory, subdirectory: put: replaces')
})

test('the table fills as the tests run', async () => {
  const { declared, test } = runner()
  const table = describeFs(test, { name: 'whole', open: openWhole, pageSize: PAGE_SIZE, partSize: PART_SIZE })
  expect(table).toEqual([])
  for (const run of declared.values()) await run()
  expect(table).toHaveLength(2 * checks.length)
  expect(tableText(table).split('\n')[0]).toMatch(/^\d+ passed, \d+ skipped, 0 known failure, 0 failed$/)
})

test('a known failure passes, and is told', async () => {
  const { declared, test } = runner()
  const table = describeFs(test, { name: 'x', open: appending, knownFailures: [known] })
  await declared.get(`x, root: ${NAME}`)?.()
  expect(table).toEqual([{ check: NAME, site: 'root', result: 'known failure', reason: 'it appends (the next piece of work)' }])
})

test('a failure that is not known fails', async () => {
  const { declared, test } = runner()
  const table = describeFs(test, { name: 'x', open: appending })
  await expect(declared.get(`x, root: ${NAME}`)?.()).rejects.toThrow('put replaces what is there')
  expect(table).toMatchObject([{ check: NAME, result: 'failed' }])
})

test('a known failure that passes fails the run', async () => {
  const { declared, test } = runner()
  describeFs(test, { name: 'x', open: openWhole, knownFailures: [known] })
  await expect(declared.get(`x, root: ${NAME}`)?.()).rejects.toThrow('strike it out')
})

test('a known failure of no check is refused', () => {
  expect(() => describeFs(runner().test, { name: 'x', open: openWhole, knownFailures: [{ ...known, check: 'no such' }] })).toThrow(
    'no such',
  )
})
