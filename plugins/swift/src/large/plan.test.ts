import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOwnSegment, segmentPlace } from './naming.js'
import { bytesOfPieces, missingPieces, parseState, segmentSizeFor, stateFor, type UploadState } from './plan.js'

const place = { bucket: 'box', key: 'film' }
const state = (size: number, segmentSize: number): UploadState => ({ version: 1, place, id: 'tranship-x-1', segmentSize, size })

test('the missing segments and those that are there make the file, each byte once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 700 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      (size, segmentSize, arrived) => {
        const all = missingPieces(state(size, segmentSize), new Map())
        const there = new Map(all.filter((_piece, at) => arrived[at]).map(({ number, start, end = 0 }) => [number, { bytes: end - start }]))
        const missing = missingPieces(state(size, segmentSize), there)
        expect([...there.keys(), ...missing.map(({ number }) => number)].sort((a, b) => a - b)).toEqual(all.map(({ number }) => number))
        expect(all.reduce((sum, { start, end = 0 }) => sum + end - start, 0)).toBe(size)
      },
    ),
  )
})

test('what is missing is read in as few readings as there are gaps, the whole in one without a range', async () => {
  const bytes = Buffer.from('0123456789')
  const opened: unknown[] = []
  const source = {
    size: 10,
    repeatable: true,
    open: async function* (range?: unknown) {
      opened.push(range)
      const { start = 0, end = 10 } = (range ?? {}) as { start?: number; end?: number }
      yield bytes.subarray(start, end)
    },
  }
  const read = async (there: readonly number[]) => {
    const pieces = missingPieces(state(10, 2), new Map(there.map((number) => [number, { bytes: 2 }])))
    let text = ''
    for await (const chunk of bytesOfPieces(source, pieces, { path: 'box/film' as never, signal: new AbortController().signal }))
      text += chunk
    return text
  }
  expect([await read([]), await read([2, 5]), await read([1, 2, 3, 4, 5])]).toEqual(['0123456789', '014567', ''])
  expect(opened).toEqual([undefined, { start: 0, end: 2 }, { start: 4, end: 8 }])
})

test('segments grow with a file that would have too many of them', () => {
  const mebibyte = 1024 ** 2
  expect(segmentSizeFor(1000 * 16 * mebibyte, 16 * mebibyte, 1000)).toBe(16 * mebibyte)
  const grown = segmentSizeFor(1000 * 16 * mebibyte + 1, 16 * mebibyte, 1000)
  expect(grown).toBe(17 * mebibyte)
  expect(segmentSizeFor(2 ** 42, 16 * mebibyte, Number.POSITIVE_INFINITY)).toBe(16 * mebibyte)
})

test('an upload goes on only for the same source and place, and a text that is no state is none', () => {
  const source = { place, size: 10, modTime: 5n }
  const { state: first } = stateFor(source, 2, undefined)
  const checkpoint = { load: () => JSON.stringify(first), save: () => {} }
  expect(stateFor(source, 4, checkpoint)).toEqual({ state: first, old: undefined })
  for (const other of [
    { ...source, size: 11 },
    { ...source, modTime: 6n },
    { ...source, place: { ...place, key: 'other' } },
  ]) {
    const { state: fresh, old } = stateFor(other, 2, checkpoint)
    expect([fresh.id === first.id, old]).toEqual([false, first])
  }
  for (const text of [
    '',
    '{',
    'null',
    '{"version":2}',
    JSON.stringify({ ...first, id: '../x' }),
    JSON.stringify({ ...first, place: {} }),
  ]) {
    expect(parseState(text)).toBeUndefined()
  }
})

test('a segment is its own where its name says so, and never a file of the user', () => {
  const long = { bucket: 'box', key: 'x'.repeat(1020) }
  for (const object of [place, long]) {
    const at = segmentPlace(object, 'tranship-x-1')
    expect(Buffer.byteLength(at.prefix)).toBeLessThan(1016)
    expect(isOwnSegment(object, { bucket: at.bucket, key: `${at.prefix}00000001` })).toBe(true)
  }
  const segments = 'box_segments'
  expect(isOwnSegment(place, { bucket: segments, key: 'film/slo/1/2/3/00000000' })).toBe(true)
  expect(isOwnSegment(place, { bucket: 'box', key: '.file-segments/film/1/00000000' })).toBe(true)
  expect(isOwnSegment(place, { bucket: segments, key: 'film2/1/00000000' })).toBe(false)
  expect(isOwnSegment(place, { bucket: segments, key: 'other/1/00000000' })).toBe(false)
  expect(isOwnSegment(place, { bucket: 'box', key: 'film/part 1' })).toBe(false)
})
