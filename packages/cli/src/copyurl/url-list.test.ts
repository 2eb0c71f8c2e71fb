import { expect, test } from 'vitest'
import { parseUrlList } from './url-list.js'

test('a row is a URL, and where it goes', () => {
  const text = 'https://a.test/x?y=1,2,\n'
  expect(parseUrlList('https://a.test/x, d/one.txt\n"https://a.test/?q=1,2"\r\n\nHTTP://b.test/z,/two\n', 'f')).toEqual([
    { url: 'https://a.test/x', path: 'd/one.txt' },
    { url: 'https://a.test/?q=1,2' },
    { url: 'HTTP://b.test/z', path: 'two' },
  ])
  expect(parseUrlList(text, 'f')).toEqual([{ url: 'https://a.test/x?y=1', path: '2' }])
})

test.each([
  ['ftp://a.test/x', '--urls f: row 1 begins with no URL'],
  ['http://a.test/x\nhttp://a.test/y,../up', '--urls f: row 2: "../up" is no path'],
])('%j is refused', (text, message) => {
  expect(() => parseUrlList(text, 'f')).toThrow(message)
})
