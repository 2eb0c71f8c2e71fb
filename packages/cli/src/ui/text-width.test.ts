import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitText, textWidth } from './text-width.js'

test('wide letters take two columns, marks none', () => {
  expect(textWidth('plain')).toBe(5)
  expect(textWidth('日本')).toBe(4)
  expect(textWidth('e\u0301')).toBe(1)
  expect(textWidth('🚀')).toBe(2)
})

test('a long name keeps its begin and its end', () => {
  expect(fitText('photos/2021/summer/img_0001.jpg', 20)).toBe('photos/2…mg_0001.jpg')
  expect(fitText('short', 8)).toBe('short   ')
})

test('whatever the name, it takes the columns that it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
      expect(textWidth(fitText(text, width))).toBe(width)
    }),
  )
})
