import { expect, test } from 'vitest'
import { globalFlags, transferFlags } from '../flags.js'
import { commandFirst } from './command-first.js'
import { spellingsOf } from './words.js'

const SPELLINGS = spellingsOf({ ...globalFlags, ...transferFlags })

test.each<[string, string | undefined]>([
  ['sync a b', 'sync a b'],
  ['-v sync a b', 'sync -v a b'],
  ['-v -v --config F ls x', 'ls -v -v --config F x'],
  ['--config=F --transfers 9 copy a b -n', 'copy --config=F --transfers 9 a b -n'],
  ['ls a --foo x', 'ls a --foo x'],
  ['-v config show w', 'config show -v w'],
  ['config --config F -v create w s3', 'config create --config F -v w s3'],
  ['config -v', 'config -v'],
  ['--help', '--help'],
  ['-v', '-v'],
  ['--foo=x sync', 'sync --foo=x'],
  ['--foo sync', undefined],
  ['', ''],
])('%j is understood as %j', (words, expected) => {
  const split = (text: string) => text.split(' ').filter((word) => word !== '')
  expect(commandFirst(split(words), (written) => SPELLINGS.get(written)?.takesValue)).toEqual(
    expected === undefined ? undefined : split(expected),
  )
})
