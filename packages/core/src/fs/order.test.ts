import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths } from '../../test/names.js'
import type { FsEntry } from './entry.js'
import { FsError } from './error.js'
import { compareEntries, comparePaths, orderKey } from './order.js'
import { fsPath, ROOT } from './path.js'

const bytes = (text: string) => Buffer.from(text)

describe('comparePaths', () => {
  test('is the order of the UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)))
      }),
      { numRuns: 2000 },
    )
  })

  test('also for texts that begin alike, with astral characters against the end of the basic plane', () => {
    const near = fc.string({
      unit: fc.constantFrom('a', '/', '-', '\ud7ff', '\ue000', '\uff61', '\uffff', '\u{10000}', '\u{10ffff}'),
      maxLength: 5,
    })
    fc.assert(
      fc.property(near, near, (a, b) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)))
      }),
      { numRuns: 2000 },
    )
    expect('\uff61' < '\u{10000}').toBe(false)
    expect(comparePaths('\uff61', '\u{10000}')).toBeLessThan(0)
  })

  test('is an order of all texts, those with lone surrogates too', () => {
    const any = fc.string({ unit: fc.constantFrom('a', '\ud800', '\udfff', '\uffff', '\u{10000}'), maxLength: 4 })
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Math.sign(-comparePaths(b, a)) + 0)
        expect(comparePaths(a, b) === 0).toBe(a === b)
        if (comparePaths(a, b) <= 0 && comparePaths(b, c) <= 0) expect(comparePaths(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

describe('order keys', () => {
  const object = (path: string): FsEntry => ({ kind: 'object', path: fsPath(path) })
  const directory = (path: string): FsEntry => ({ kind: 'directory', path: fsPath(path) })

  test('a directory sorts with a slash at its end, so that its content follows it at once', () => {
    const entries = [object('a0'), object('a/b'), object('a-'), directory('a'), object('a'), directory('a/b')]
    expect(entries.sort(compareEntries).map(orderKey)).toEqual(['a', 'a-', 'a/', 'a/b', 'a/b/', 'a0'])
  })

  test('an unreadable place sorts as the directory that it may be; the root comes first', () => {
    const cause = new FsError('denied', 'no')
    expect(orderKey({ kind: 'unreadable', path: fsPath('a'), cause })).toBe('a/')
    expect(orderKey({ kind: 'unreadable', path: ROOT, cause })).toBe('')
  })

  test('a directory comes before everything below it', () => {
    fc.assert(
      fc.property(paths, paths, (path, below) => {
        expect(compareEntries(directory(path), object(`${path}/${below}`))).toBeLessThan(0)
      }),
    )
  })
})
