import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saidWords } from './said-words.js'
import { type FlagDeclarations, readWords, spellingsOf } from './words.js'

const FLAGS: FlagDeclarations = {
  verbose: { type: 'boolean', char: 'v' },
  'dry-run': { type: 'boolean', char: 'n' },
  'ask-password': { type: 'boolean', allowNo: true },
  config: { type: 'option' },
  filter: { type: 'option', char: 'f', multiple: true },
}

function read(words: readonly string[]) {
  const spellings = spellingsOf(FLAGS)
  return readWords(words, (written) => spellings.get(written)?.takesValue)
}

function said(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return saidWords(read(words), FLAGS, env, (problem) => new Error(problem)).words
}

test('flags, their values and arguments are told apart as oclif does', () => {
  expect(read(['-vn', '--config', '-v', 'a', '-f', '- *', '-f- x', '--filter=+ y', '-', '-1', '--other', 'b', '--', '-v'])).toEqual([
    { kind: 'flag', written: '-v', typed: ['-v'] },
    { kind: 'flag', written: '-n', typed: ['-n'] },
    { kind: 'flag', written: '--config', value: '-v', typed: ['--config', '-v'] },
    { kind: 'argument', typed: ['a'] },
    { kind: 'flag', written: '-f', value: '- *', typed: ['-f', '- *'] },
    { kind: 'flag', written: '-f', value: '- x', typed: ['-f', '- x'] },
    { kind: 'flag', written: '--filter', value: '+ y', typed: ['--filter=+ y'] },
    { kind: 'argument', typed: ['-'] },
    { kind: 'argument', typed: ['-1'] },
    { kind: 'flag', written: '--other', typed: ['--other'] },
    { kind: 'argument', typed: ['b'] },
    { kind: 'argument', typed: ['--', '-v'] },
  ])
})

test('no word is lost, added or moved, but that letters typed together come apart', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '-v',
      '-vn',
      '-f',
      '-nf',
      '-fx',
      '--config',
      '--config=',
      '--filter=--x',
      '--',
      '-',
      '--no-ask-password',
      '---',
      '-1',
      '',
    ),
    fc.string(),
  )
  const letters = (words: readonly string[]) => words.join('').replaceAll(/[-=]/g, '')
  fc.assert(fc.property(fc.array(word), (words) => letters(read(words).flatMap(({ typed }) => typed)) === letters(words)))
})

test.each([
  [
    ['--dry-run=true', 'a'],
    ['--dry-run', 'a'],
  ],
  [['--dry-run=FALSE'], []],
  [['--ask-password=false'], ['--no-ask-password']],
  [['--verbose=2'], ['--verbose', '--verbose']],
])('%j is as much as %j', (words, same) => {
  expect(said(words)).toEqual(same)
})

test('the environment says what the command line does not, ours before that of rclone', () => {
  const env = {
    RCLONE_DRY_RUN: '1',
    RCLONE_CONFIG: '/r',
    TRANSHIP_CONFIG: '/t',
    RCLONE_FILTER: '- a,"- b, ""c"""',
    RCLONE_VERBOSE: '2',
    RCLONE_ASK_PASSWORD: '',
  }
  expect(said(['x'], env)).toEqual(['--verbose', '--verbose', '--dry-run', '--config=/t', '--filter=- a', '--filter=- b, "c"', 'x'])
  expect(said(['-v', '--dry-run=false', '--config', 'c', '-f', 'r'], env)).toEqual(['-v', '--config', 'c', '-f', 'r'])
})

test('a value that is none is refused, by the name under which it was said', () => {
  expect(() => said(['--dry-run=maybe'])).toThrow('--dry-run: "maybe" is neither true nor false')
  expect(() => said([], { RCLONE_DRY_RUN: 'maybe' })).toThrow('RCLONE_DRY_RUN: "maybe"')
})
