import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodedKey, encodedKey } from './key-encoding.js'

const unit = fc.constantFrom('a', '/', '\n', '\r', '\u{240a}', '\u{240d}', '\u{201b}', 'é', '😀')

test('what the service cannot store is stored as its picture', () => {
  expect(encodedKey('a\nb\r')).toBe('a\u{240a}b\u{240d}')
  expect(encodedKey('a\u{240a}')).toBe('a\u{201b}\u{240a}')
  expect(decodedKey('a\u{201b}\u{240a}')).toBe('a\u{240a}')
  expect(encodedKey('plain \u{201b} name')).toBe('plain \u{201b} name')
})

test('any key comes back, and no two are stored alike', () => {
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (key) => {
      const stored = encodedKey(key)
      expect(stored).not.toMatch(/[\r\n]/)
      expect(decodedKey(stored)).toBe(key)
    }),
    { numRuns: 2000 },
  )
})
