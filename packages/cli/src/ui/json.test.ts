import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLine, jsonLines } from './json.js'

test('says the same as JSON, in visible characters, on one line or on several', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      expect(JSON.parse(jsonLine(value))).toEqual({ ...value })
      expect(jsonLine(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(JSON.parse(jsonLines(value))).toEqual({ ...value })
      expect(jsonLines(value)).not.toMatch(/[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('escapes what steers a terminal or hides in a text', () => {
  expect(jsonLine('\u001b[2J\u009b\u202e\u{e0001}\t')).toBe('"\\u001b[2J\\u009b\\u202e\\udb40\\udc01\\t"')
})
