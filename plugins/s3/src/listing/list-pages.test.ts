import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCircleGuard, decodeName, type KeyPage, markerAfter } from './list-pages.js'

const page = (keys: readonly string[], prefixes: readonly string[] = []): KeyPage => ({
  keys: keys.map((key) => ({ key, size: 1, etag: undefined, lastModified: undefined })),
  prefixes,
})

test('names are decoded only where the answer says that they are encoded', () => {
  expect(decodeName('a%2Fb+c', undefined)).toBe('a%2Fb+c')
  expect(decodeName('a%2Fb+c%2B%C3%A9', 'url')).toBe('a/b c+é')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(decodeName(encodeURIComponent(name), 'url')).toBe(name)
    }),
  )
})

test('a name that is no UTF-8 becomes one that no path can have', () => {
  expect(decodeName('a%FFb%C3%A9', 'url')).toBe('a\ud800bé')
  expect(decodeName('100%', 'url').startsWith('100')).toBe(true)
})

test('a listing goes on where the service says, else after its last name', () => {
  expect(markerAfter(page(['a', 'b']), undefined, 'url')).toBe('b')
  expect(markerAfter(page(['a'], ['b/']), undefined, 'url')).toBe('b/')
  expect(markerAfter(page(['\u{1f600}', '\uff61']), undefined, undefined)).toBe('\u{1f600}')
  expect(markerAfter(page(['z']), 'y', 'url')).toBe('y')
  expect(() => markerAfter(page([]), undefined, 'url')).toThrow('does not say where to go on')
})

test('a marker may come encoded or, from Ceph, as it is', () => {
  expect(markerAfter(page(['a+b']), 'a+b', 'url')).toBe('a+b')
  expect(markerAfter(page(['a+b']), 'a%2Bb', 'url')).toBe('a+b')
  expect(markerAfter(page(['100%25']), '100%25', 'url')).toBe('100%25')
})

test('a circle of any length is noticed, a long way without one is not', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 50 }), (before, length) => {
      const isBack = createCircleGuard()
      const positions = Array.from({ length: before + 4 * (before + length) }, (_, at) =>
        String(at < before ? at : before + ((at - before) % length)),
      )
      expect(positions.some(isBack)).toBe(true)
    }),
  )
  const isBack = createCircleGuard()
  expect(Array.from({ length: 1000 }, (_, at) => String(at)).some(isBack)).toBe(false)
})
