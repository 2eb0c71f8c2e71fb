import { bytesSource, fsPath, readAll } from '@tranship/core/backend'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfPieces, missingPieces } from './plan.js'
import { isSameUpload, parseState, type UploadState } from './upload-state.js'

test('what is missing is read from the source, and together with what is there it is the whole', async () => {
  const input = fc.record({
    size: fc.integer({ min: 1, max: 100 }),
    partSize: fc.integer({ min: 1, max: 30 }),
    there: fc.array(fc.nat(20)),
  })
  await fc.assert(
    fc.asyncProperty(input, async ({ size, partSize, there }) => {
      const bytes = Buffer.from(Array.from({ length: size }, (_, at) => at))
      const had: (readonly [number: number, bytes: number])[] = []
      const pieces = missingPieces(size, partSize, (number, length) => {
        const isThere = there.includes(number)
        if (isThere) had.push([number, length])
        return isThere
      })
      const ranges: unknown[] = []
      const inner = bytesSource(bytes)
      const source = {
        ...inner,
        open: (...args: Parameters<typeof inner.open>) => {
          ranges.push(args[0])
          return inner.open(...args)
        },
      }
      const { signal } = new AbortController()
      const body = await readAll(bytesOfPieces(source, pieces, { path: fsPath('a'), signal, reuse: false }))
      expect([...body]).toEqual(pieces.flatMap(({ start, end }) => [...bytes.subarray(start, end)]))
      const lengths = [...had, ...pieces.map(({ number, start, end = 0 }) => [number, end - start] as const)].sort(([a], [b]) => a - b)
      expect(lengths.map(([number]) => number)).toEqual(lengths.map((_, at) => at + 1))
      expect(lengths.reduce((sum, [, length]) => sum + length, 0)).toBe(size)
      // Neighbours are read together.
      expect(ranges).toHaveLength(pieces.filter(({ number }, at) => pieces[at - 1]?.number !== number - 1).length)
      if (had.length === 0) expect(ranges).toEqual([undefined])
    }),
  )
})

const STATE: UploadState = { version: 1, bucket: 'b', key: 'k', uploadId: 'u', begun: 1, size: 2, partSize: 3, modTime: '4', fields: 'f' }

test('a state is only what a state is', () => {
  expect(parseState(JSON.stringify(STATE))).toEqual(STATE)
  const { uploadId: _unknown, ...nameless } = STATE
  expect(parseState(JSON.stringify(nameless))).toEqual(nameless)
  const others = [
    { ...STATE, version: 2 },
    { ...STATE, key: 1 },
    { ...STATE, size: 'x' },
    { ...STATE, begun: undefined },
    { ...STATE, modTime: 'x' },
    null,
    [],
  ]
  for (const text of [undefined, '', 'x', ...others.map((other) => JSON.stringify(other))]) expect(parseState(text)).toBeUndefined()
})

test('an upload goes on only for the same object with the same headers', () => {
  expect(isSameUpload(STATE, { ...STATE, uploadId: 'other', begun: 5, partSize: 7 }, false)).toBe(true)
  expect([true, false].map((anyTime) => isSameUpload(STATE, { ...STATE, modTime: '5' }, anyTime))).toEqual([true, false])
  for (const other of [{ bucket: 'c' }, { key: 'l' }, { size: 3 }, { fields: 'g' }])
    expect(isSameUpload(STATE, { ...STATE, ...other }, true)).toBe(false)
})
