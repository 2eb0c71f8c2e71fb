import { hash } from 'node:crypto'
import { bytesSource, type FsPath, readAll } from '@tranship/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptPieces, type Pieces, streamedPieces } from './pieces.js'

const reading = () => {
  const told: unknown[] = []
  return { told, path: 'file' as FsPath, signal: new AbortController().signal, whole: (hashes: unknown) => void told.push(hashes) }
}

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size)
}

/** Takes all pieces, of each only so much as a service keeps. Gives what it has then. */
async function taken(pieces: Pieces, kept: (length: number) => number): Promise<{ bytes: Buffer; total: number | undefined }> {
  const got: Buffer[] = []
  for (let offset = 0; ; ) {
    const { body, end, total } = await pieces.at(offset)
    const bytes = Buffer.from(body instanceof Uint8Array ? body : await readAll(body()))
    expect(bytes.byteLength).toBe(end - offset)
    const length = total === undefined ? kept(bytes.byteLength) : bytes.byteLength
    got.push(bytes.subarray(0, length))
    offset += length
    if (total !== undefined) return { bytes: Buffer.concat(got), total }
  }
}

test('kept pieces are the body, however it comes and however little of a piece is stored', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      fc.gen(),
      async (bytes, chunk, isSized, any) => {
        const told = reading()
        const pieces = keptPieces(inChunks(bytes, chunk), isSized ? bytes.byteLength : undefined, 16, told)
        const { bytes: got, total } = await taken(pieces, (length) => any(fc.integer, { min: 1, max: length }))
        expect([got.toString('hex'), total]).toEqual([Buffer.from(bytes).toString('hex'), bytes.byteLength])
        expect(told.told).toEqual([{ md5: hash('md5', bytes, 'hex') }])
      },
    ),
  )
})

test('bytes that were given up are not asked for again', async () => {
  const pieces = keptPieces(inChunks(Buffer.alloc(100), 10), undefined, 16, reading())
  await pieces.at(0)
  await pieces.at(16)
  await expect(pieces.at(3)).rejects.toMatchObject({ kind: 'unavailable' })
  await expect(pieces.at(16)).rejects.toMatchObject({ kind: 'unavailable' })
})

test('a streamed body goes on anywhere, and each byte is hashed once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.array(fc.nat({ max: 99 })), async (bytes, breaks) => {
      const told = reading()
      const source = { ...bytesSource(bytes), open: (range?: { start?: number }) => inChunks(bytes.subarray(range?.start ?? 0), 7) }
      const pieces = streamedPieces(source as never, bytes.byteLength, told)
      let offset = 0
      for (const at of breaks) {
        if (at <= offset || at >= bytes.byteLength) continue
        const { body } = await pieces.at(offset)
        let passed = offset
        for await (const chunk of (body as () => AsyncIterable<Uint8Array>)()) {
          passed += chunk.byteLength
          if (passed >= at) break
        }
        offset = at
      }
      const { body } = await pieces.at(offset)
      const rest = await readAll((body as () => AsyncIterable<Uint8Array>)())
      expect(Buffer.from(rest).toString('hex')).toBe(Buffer.from(bytes.subarray(offset)).toString('hex'))
      expect(told.told).toEqual([{ md5: hash('md5', bytes, 'hex') }])
    }),
  )
})

test('the last bytes wait for the end of the source: a failure of it leaves no file', async () => {
  const source = {
    size: 10,
    repeatable: true,
    open: async function* () {
      yield Buffer.alloc(10)
      throw new Error('broken')
    },
  }
  const pieces = streamedPieces(source, 10, reading())
  const passed: Uint8Array[] = []
  const read = async () => {
    const { body } = await pieces.at(0)
    for await (const chunk of (body as () => AsyncIterable<Uint8Array>)()) passed.push(chunk)
  }
  await expect(read()).rejects.toThrow('broken')
  expect(passed).toEqual([])
  expect(pieces.failure()).toEqual({ error: new Error('broken') })
})
