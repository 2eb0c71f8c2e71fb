import { expect, test } from 'vitest'
import { fsPath } from '../../fs/path.js'
import { hasSuffix, type SyncChoices, withSuffix } from './choices.js'

const choices = (suffix: string, suffixKeepExtension: boolean): SyncChoices => ({
  compare: 'modTime',
  deletes: true,
  suffix,
  suffixKeepExtension,
})

test.each([
  ['a', 'a.old', 'a.old'],
  ['d.e/a', 'd.e/a.old', 'd.e/a.old'],
  ['d/a.txt', 'd/a.txt.old', 'd/a.old.txt'],
  ['d/a.b.txt', 'd/a.b.txt.old', 'd/a.b.old.txt'],
  ['a.tar.gz', 'a.tar.gz.old', 'a.old.tar.gz'],
  ['.profile', '.profile.old', '.profile.old'],
])('%s is kept as %s, or with its extension as %s', (path, plain, keeping) => {
  expect(withSuffix(fsPath(path), choices('.old', false))).toBe(plain)
  expect(withSuffix(fsPath(path), choices('.old', true))).toBe(keeping)
  expect(hasSuffix(fsPath(plain), choices('.old', false))).toBe(true)
  expect(hasSuffix(fsPath(keeping), choices('.old', true))).toBe(true)
  expect(hasSuffix(fsPath(path), choices('.old', true))).toBe(false)
})

test('without a suffix no name has it', () => {
  expect(hasSuffix(fsPath('a'), { compare: 'modTime', deletes: true })).toBe(false)
})
