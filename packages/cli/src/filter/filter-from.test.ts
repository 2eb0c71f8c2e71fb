import { ConfigError, everything, filterLines } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { openTextReader } from '../config/text-file.js'
import type { FilterFlags } from './filter-flags.js'
import { filterChoicesFrom, filterFrom } from './filter-from.js'

const files: Readonly<Record<string, string>> = {
  rules: '# comment\n\n  + *.jpg  \r\n; another\n- sub/\n',
  broken: '- a\n\nnonsense\n',
  names: ' a/b \n\n# not a name\n/c\n',
  strange: 'a\na//b\n',
  'two to include': 'include2\ninclude3\n',
  'two to exclude': 'exclude2\nexclude3\n',
  'two rules': '- filter2\n- filter3\n',
  nul: 'one\0\0 two\n\0three',
}

const read = async (flag: string, file: string) => {
  const text = files[file]
  if (text === undefined) throw new ConfigError(`--${flag}: no such file`)
  return text
}
const told: string[] = []
const choicesOf = (flags: FilterFlags) => filterChoicesFrom(flags, (_level, text) => told.push(text), read)
const rulesOf = async (flags: FilterFlags) =>
  (await choicesOf(flags)).rules?.map(({ include, glob, origin = '' }) => `${include ? '+' : '-'} ${glob} (${origin})`)

describe('filter flags', () => {
  test('that ask for nothing want everything', async () => {
    expect(await choicesOf({ 'min-size': 'off', 'max-age': 'off', 'hash-filter': '', 'ignore-case': true })).toEqual({})
    const log = () => {}
    expect(await filterFrom({}, { log, output: { line: () => undefined, lines: () => undefined, end: async () => {} } })).toBe(everything)
  })

  test('give rules in the order of rclone, each with its origin', async () => {
    expect(await rulesOf({ filter: ['- x'], 'filter-from': ['rules'], exclude: ['e'], 'exclude-from': [], include: ['i', 'j'] })).toEqual([
      '+ i (--include)',
      '+ j (--include)',
      '- e (--exclude)',
      '- x (--filter)',
      '+ *.jpg (--filter-from rules, line 3)',
      '- sub/ (--filter-from rules, line 5)',
      '- /** ()',
    ])
    expect(told.splice(0)).toEqual([expect.stringContaining('--filter')])
  })

  test('of all kinds at once make two tables, as rclone prints them', async () => {
    const choices = await choicesOf({
      'filter-from': ['two rules'],
      filter: ['- filter1', '- filter1b'],
      'exclude-from': ['two to exclude'],
      exclude: ['exclude1'],
      'include-from': ['two to include'],
      include: ['include1'],
      'min-size': '100b',
      'max-size': '100k',
    })
    told.length = 0
    const excluded = ['exclude1', 'exclude2', 'exclude3', 'filter1', 'filter1b', 'filter2', 'filter3']
    expect(await filterLines(choices)).toEqual([
      '--- File filter rules ---',
      ...['include1', 'include2', 'include3'].map((name) => `+ (^|/)${name}$`),
      ...excluded.map((name) => `- (^|/)${name}$`),
      '- ^.*$',
      '--- Directory filter rules ---',
      '+ ^.*$',
      '- ^.*$',
    ])
  })

  test('give rules for metadata apart from those for paths', async () => {
    const { rules, metadataRules } = await choicesOf({
      'metadata-include': ['owner=a*'],
      'metadata-filter-from': ['rules'],
      exclude: ['e'],
    })
    expect(rules?.map(({ glob }) => glob)).toEqual(['e'])
    expect(metadataRules?.map(({ glob, origin }) => [glob, origin])).toEqual([
      ['owner=a*', '--metadata-include'],
      ['*.jpg', '--metadata-filter-from rules, line 3'],
      ['sub/', '--metadata-filter-from rules, line 5'],
      ['/**', undefined],
    ])
  })

  test('give lists of files, raw ones as they are', async () => {
    expect((await choicesOf({ 'files-from': ['names'] })).only).toEqual(['a/b', 'c'])
    expect((await choicesOf({ 'files-from-raw': ['names'] })).only).toEqual([' a/b ', '# not a name', 'c'])
    expect((await choicesOf({ 'files-from0': ['nul'] })).only).toEqual(['one', ' two\n', 'three'])
  })

  test.each<[FilterFlags, string]>([
    [{ filter: ['x'] }, '--filter: the rule "x" means nothing'],
    [{ 'filter-from': ['broken'] }, '--filter-from broken, line 3: the rule "nonsense" means nothing'],
    [{ 'exclude-from': ['none'] }, '--exclude-from: no such file'],
    [{ 'files-from-raw': ['strange'] }, '--files-from-raw strange, line 2: "a//b" is no path of a file'],
    [{ 'min-size': '1MB' }, '--min-size: "1MB" is no size'],
    [{ 'min-age': 'soon' }, '--min-age: "soon" is no age'],
    [{ 'hash-filter': '0/0' }, '--hash-filter: "0/0": N must be greater than 0'],
    [{ 'min-age': '2d', 'max-age': '1d' }, '--min-age "2d" is greater than --max-age "1d"'],
  ])('%j is refused by the name of the flag', async (flags, message) => {
    await expect(choicesOf(flags)).rejects.toThrow(message)
  })
})

test('standard input is read by one flag', async () => {
  const given = async function* () {
    yield Buffer.from('é').subarray(0, 1)
    yield Buffer.from('é').subarray(1)
  }
  const read = openTextReader(given)
  expect(await read('files-from', '-')).toBe('é')
  await expect(read('filter-from', '-')).rejects.toThrow('--filter-from -: standard input was read by --files-from already')
  await expect(read('filter-from', '/does/not/exist')).rejects.toThrow('--filter-from: the file cannot be read')
})
