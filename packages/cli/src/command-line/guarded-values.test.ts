import { expect, test } from 'vitest'
import { guardValues, unguarded } from './guarded-values.js'

const flags = { exclude: { type: 'option' }, filter: { type: 'option', char: 'f' }, 'dry-run': { type: 'boolean', char: 'n' } } as const

test('a value that looks like a flag is guarded, however it is given', () => {
  const words = guardValues(['ls', '--exclude=-n/**', '--exclude', '--help', '-f-n', '-n', '--', '--exclude', '-n'], flags)
  expect(words).toEqual(['ls', '--exclude', '\0-n/**', '--exclude', '\0--help', '-f', '\0-n', '-n', '--', '--exclude', '-n'])
})

test('any other word stays as it was typed', () => {
  const words = ['-n', '--exclude=a', '--exclude', 'a', '--exclude=-1', '-f', '--exclude', '--unknown=-n', '-', 'x']
  expect(unguarded(guardValues(words, flags))).toEqual(words)
})

test('what was parsed is as it was said', () => {
  const moment = new Date(0)
  const parsed = { args: {}, flags: { exclude: ['\0-n', 'a'], other: '\0-q', dry: true, moment }, raw: [{ input: '\0-n' }] }
  expect(unguarded(parsed)).toEqual({ args: {}, flags: { exclude: ['-n', 'a'], other: '-q', dry: true, moment }, raw: [{ input: '-n' }] })
})
