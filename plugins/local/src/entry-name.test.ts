import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scratch } from '../test/scratch.js'
import { quotedBytes, readNames } from './entry-name.js'

describe('names that are no UTF-8', () => {
  it('show each stray byte, and nothing else', () => {
    expect(quotedBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa4, 0xc3]))).toBe('a\u{201b}FFä\u{201b}C3')
  })

  it('are texts unchanged when they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed())
        expect(quotedBytes(Buffer.from(text))).toBe(text)
      }),
    )
  })

  it('are told from a name that has the replacement character', () => {
    const directory = scratch()
    writeFileSync(`${directory}/b\u{fffd}`, '')
    writeFileSync(Buffer.concat([Buffer.from(`${directory}/b`), Buffer.from([0xff])]), '')
    writeFileSync(`${directory}/\u{201b}.`, '')
    expect(readNames(directory).toSorted((a, b) => (a.shown < b.shown ? -1 : 1))).toEqual([
      { shown: 'b\u{201b}FF', native: undefined, kind: 'file' },
      { shown: 'b\u{fffd}', native: 'b\u{fffd}', kind: 'file' },
      { shown: '\u{201b}\u{201b}.', native: '\u{201b}.', kind: 'file' },
    ])
  })
})
