import { expect, test } from 'vitest'
import { ownFlags } from './own-flags.js'

async function flagsOf(texts: Readonly<Record<string, string>>) {
  const told: string[] = []
  return { flags: await ownFlags('work', texts, (_level, message) => void told.push(message)), told }
}

test('flags of one remote are read as on the command line, and only those that were said', async () => {
  const texts = {
    type: 's3',
    'override.timeout': '3s',
    'override.no_check_certificate': 'true',
    'override.checkers': '2',
    'global.retries': '1',
  }
  expect(await flagsOf({ ...texts, 'override.headers': 'X-A: 1,"X-B: 2,3"', 'override.disable': 'copy' })).toEqual({
    flags: {
      timeout: 3000,
      'no-check-certificate': true,
      checkers: 2,
      header: ['X-A: 1', 'X-B: 2,3'],
      disable: new Set(['copy']),
    },
    told: [],
  })
})

test('one that is about the whole command is told to change nothing, one that is false is not set', async () => {
  expect(await flagsOf({ 'override.checksum': 'true', 'override.no_check_certificate': 'false' })).toEqual({
    flags: {},
    told: ['override.checksum of remote "work" changes nothing: --checksum is no flag of one remote'],
  })
})

test.each([
  [{ 'override.timeout': 'soon' }, /^remote "work": in what it overrides, --timeout: "soon" is no duration/],
  [{ 'override.checkers': '0' }, /--checkers: expected an integer greater than or equal to 1/],
  [{ 'override.no_check_certificate': 'maybe' }, /^remote "work": override.no_check_certificate: "maybe" is neither true nor false/],
])('%o is refused', async (texts, message) => {
  await expect(flagsOf(texts as unknown as Record<string, string>)).rejects.toThrow(message)
})
