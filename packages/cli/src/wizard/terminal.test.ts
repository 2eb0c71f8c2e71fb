import { expect, test } from 'vitest'
import { edited } from './terminal.js'

test.each([
  ['secret', 'secret'],
  ['secrez\u007ft', 'secret'],
  ['wrong\u0015 rigth\b\bht ', ' right '],
  ['\u007f\u007fa\u001b[A', 'a[A'],
  ['ö😀\u007f', 'ö'],
])('the keys %j leave %j', (keys, text) => {
  expect(edited(keys)).toBe(text)
})
