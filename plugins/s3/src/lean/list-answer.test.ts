import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readListing } from './list-answer.js'
import { parseXml, textIn } from './xml-tree.js'

const page = (inner: string): Buffer => Buffer.from(`<ListBucketResult>${inner}</ListBucketResult>`)
const keyIn = (key: string): string | undefined => readListing(page(`<Contents><Key>${key}</Key></Contents>`)).Contents?.[0]?.Key

test('keys come out as they went in, however they are written', () => {
  const written = (text: string, how: number): string => {
    if (how === 0) return text.replace(/[&<>]/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[each] ?? '')
    if (how === 1) return [...text].map((each) => `&#${each.codePointAt(0)};`).join('')
    if (how === 2) return [...text].map((each) => `&#x${each.codePointAt(0)?.toString(16)};`).join('')
    return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  }
  const key = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', '/', '&', ';', '<', '>', ']', '"', 'ü', '\u{1f600}', ' '),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  })
  fc.assert(
    fc.property(key, fc.integer({ min: 0, max: 3 }), (text, how) => {
      expect(keyIn(written(text, how))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('any bytes are read or refused', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<a/>',
    '<',
    '>',
    '/',
    '!',
    '?',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '"',
    "'",
    '&amp;',
    'x',
    '<ListBucketResult>',
    '</ListBucketResult>',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readListing(Buffer.from(pieces.join('')))
      } catch (error) {
        expect((error as Error).message).toContain('the answer is no XML that can be trusted')
      }
    }),
    { numRuns: 5000 },
  )
})

describe('refused', () => {
  test.each([
    ['entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><ListBucketResult>&b;</ListBucketResult>'],
    ['an unknown entity', '<ListBucketResult><Contents><Key>&b;</Key></Contents></ListBucketResult>'],
    ['a character that is none', '<ListBucketResult><Contents><Key>&#1114112;</Key></Contents></ListBucketResult>'],
    ['an end that is missing', '<ListBucketResult><Contents><Key>a</Key>'],
    ['ends that are crossed', '<ListBucketResult><Contents></ListBucketResult></Contents>'],
    ['depth', '<a>'.repeat(100)],
    ['another document', '<html></html>'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(() => readListing(Buffer.from(text))).toThrow('the answer is no XML that can be trusted')
  })
})

test('attributes, comments, blanks and elements that nobody knows change nothing', () => {
  const text = `<?xml version="1.0"?><!-- > <Key> --><ListBucketResult a="x>y" b='"'>
    <Contents ><Key>k</Key ><Owner><ID>Key</ID></Owner><New><Size/></New></Contents></ListBucketResult>`
  expect(readListing(Buffer.from(text)).Contents).toMatchObject([{ Key: 'k' }])
})

test('a small document', () => {
  const root = parseXml(Buffer.from('<Error><Code>a&amp;b</Code><Empty/></Error>'))
  expect([textIn(root, 'Code'), textIn(root, 'Empty'), textIn(root, 'None')]).toEqual(['a&b', undefined, undefined])
})
