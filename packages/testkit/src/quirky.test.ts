import { createFixedLimiter, type Fs, plainContext, ROOT } from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { checks } from './checks.js'
import { describeFs } from './describe-fs.js'
import { type Quirks, quirky } from './quirky.js'
import { runCheck } from './run-check.js'
import { entriesOf, textAt, write } from './tree.js'

const memoryFs = (): Promise<Fs> => memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 })))

const PAGE_SIZE = 3

const KINDS: Readonly<Record<string, Quirks>> = {
  'in small pages': {},
  unordered: { unordered: true },
  'case-insensitive': { caseInsensitive: true },
  'folding Unicode': { foldsUnicode: true },
  'with duplicates': { duplicates: true },
  'without directories': { noDirectories: true },
  'of whole seconds': { precision: 1_000_000_000n },
  'of unknown sizes': { unknownSizes: true },
  'without times': { noTimes: true },
  'of slow times': { slowTimes: true },
  'of changing ids': { idsChange: true },
  'with the habits of S3': { noDirectories: true, slowTimes: true },
  'with the habits of Drive': { duplicates: true, precision: 1_000_000n, unordered: true },
  'with the habits of Dropbox': { caseInsensitive: true, precision: 1_000_000_000n, unordered: true, idsChange: true },
  'with the habits of a Mac': { caseInsensitive: true, foldsUnicode: true },
}

for (const [name, quirks] of Object.entries(KINDS)) {
  describeFs(test, {
    name: `memory ${name}`,
    open: async () => ({ fs: quirky(await memoryFs(), { ...quirks, pageSize: PAGE_SIZE }) }),
    pageSize: 3,
    partSize: 64 * 1024,
  })
}

/** Each quirk alone. */
const QUIRKS: readonly Quirks[] = [
  { unordered: true },
  { caseInsensitive: true },
  { foldsUnicode: true },
  { duplicates: true },
  { noDirectories: true },
  { precision: 1_000_000_000n },
  { unknownSizes: true },
  { noTimes: true },
  { slowTimes: true },
  { idsChange: true },
]

const PAIRS = QUIRKS.flatMap((first, at) => QUIRKS.slice(at + 1).map((second): Quirks => ({ ...first, ...second })))

test.each(PAIRS.map((quirks) => [Object.keys(quirks).join(' and '), quirks] as const))(
  '%s keep the contract together',
  async (_names, quirks) => {
    const suite = {
      open: async () => ({ fs: quirky(await memoryFs(), { ...quirks, pageSize: PAGE_SIZE }) }),
      pageSize: PAGE_SIZE,
      partSize: 64 * 1024,
    }
    const outcomes = await Promise.all(checks.map((check) => runCheck(check, suite, 'root')))
    expect(outcomes.filter(({ result }) => result === 'failed').map(({ check, reason }) => `${check}: ${reason}`)).toEqual([])
  },
)

test('a name may be given twice where names are not unique', async () => {
  const fs = quirky(await memoryFs(), { duplicates: true })
  await write(fs, 'twin', 'first', { replaces: 'nothing' })
  await write(fs, 'twin', 'second', { replaces: 'nothing' })
  const objects = (await entriesOf(fs.list(ROOT))).filter((entry) => entry.kind === 'object')
  expect(objects.map(({ path }) => path)).toEqual(['twin', 'twin'])
  expect(new Set(objects.map(({ id }) => id)).size).toBe(2)
  for (const object of objects.slice(0, 1)) await fs.remove(object)
  expect(await textAt(fs, 'twin')).toMatch(/first|second/)
})
