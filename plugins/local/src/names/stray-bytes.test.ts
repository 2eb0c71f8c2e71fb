import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotedBytes, shownText, unquotedBytes, unshownText } from './stray-bytes.js'

const QUOTE = '\u{201b}'

/** Names as a file system may hold them, with much of what the escape itself is made of. */
const piece = fc.oneof(
  fc.constantFrom(Buffer.from(QUOTE), Buffer.from('DF'), Buffer.from('C3'), Buffer.from([0xe2]), Buffer.from([0xe2, 0x80])),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).map((text) => Buffer.from(text.toWellFormed())),
)
const name = fc.array(piece, { maxLength: 8 }).map((pieces) => Buffer.concat(pieces))

const shown = (bytes: Buffer) => (isUtf8(bytes) ? shownText(bytes.toString()) : quotedBytes(bytes))
const stored = (text: string) => unquotedBytes(text) ?? Buffer.from(unshownText(text))

describe('names that are no UTF-8', () => {
  it.each([
    [[0x61, 0xff, 0xc3, 0xa4, 0xc3], `a${QUOTE}FFä${QUOTE}C3`],
    [[0xe2, 0x80, 0x9b, 0xdf], `${QUOTE}E2${QUOTE}80${QUOTE}9B${QUOTE}DF`],
  ])('show each stray byte of %j', (bytes, text) => expect(quotedBytes(Buffer.from(bytes))).toBe(text))

  it.each([
    ['gro\u{df}', 'gro\u{df}'],
    [QUOTE, QUOTE],
    [`${QUOTE}DF`, `${QUOTE}${QUOTE}DF`],
    [`${QUOTE}C3${QUOTE}A4`, `${QUOTE}C3${QUOTE}A4`], // would be UTF-8: it stands for no stray bytes
    [`${QUOTE}df`, `${QUOTE}df`],
    [`AB${QUOTE}FF`, `AB${QUOTE}${QUOTE}FF`],
  ])('leave the text %j its own: %j', (text, expected) => expect(shownText(text)).toBe(expected))

  it('are shown so that each text stands for one name, and each name for one text', () => {
    fc.assert(
      fc.property(name, (bytes) => {
        expect(stored(shown(bytes))).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom(QUOTE, 'DF', 'C3', 'A4', '9B', '80', 'E2', 'x', 'f')), (pieces) => {
        const text = pieces.join('')
        expect(shown(stored(text))).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })
})
