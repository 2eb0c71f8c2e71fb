import { expect, test } from 'vitest'
import { shellWords } from './shell-words.js'

test.each([
  ['', ['']],
  ['tranship', ['tranship']],
  ['tranship ', ['tranship', '']],
  ['  tranship   copy a', ['tranship', 'copy', 'a']],
  ["tranship ls 'a b/c", ['tranship', 'ls', 'a b/c']],
  ['tranship ls "a \\"b\\" $x\\n" ', ['tranship', 'ls', 'a "b" $x\\n', '']],
  ['tranship ls a\\ b', ['tranship', 'ls', 'a b']],
  ["tranship ls it''s", ['tranship', 'ls', 'its']],
])('%j is understood as %j', (line, words) => {
  expect(shellWords(line)).toEqual(words)
})
