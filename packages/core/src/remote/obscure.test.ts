import fc from 'fast-check'
import { expect, test } from 'vitest'
import { obscure, reveal } from './obscure.js'

test('what is obscured can be revealed, and looks different each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(reveal(obscure(text))).toBe(text)
      expect(obscure(text)).not.toBe(obscure(text))
    }),
  )
})

test('an obscured text can be given to a command: it does not begin with a dash', () => {
  const fronts = new Set(Array.from({ length: 5000 }, () => obscure('a')[0]))
  expect(fronts).not.toContain('-')
  expect(fronts.size).toBe(63)
})

test('what rclone obscured is revealed', () => {
  expect(reveal('2UTWox8N-KxW5bQrQl4dRZqq')).toBe('hi')
  expect(reveal('WHPGEEHdJIr65wk_GqQiIA50Rg')).toBe('hé')
})

test.each(['', 'xx', 'no base64!', '2UTWox8N-KxW5bQrQl4dRZqq='])('%j is refused, and not repeated', (text) => {
  expect(() => reveal(text)).toThrow('the password is not obscured: obscure it with `tranship obscure`')
})
