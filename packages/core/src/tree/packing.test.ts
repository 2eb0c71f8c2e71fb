import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths, texts } from '../../test/names.js'
import type { FsEntry } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import { entryPacking } from './entry-packing.js'
import { createPackReader, createPackWriter } from './packing.js'

const anyText = fc.oneof(texts, fc.string({ unit: 'binary' }), fc.string({ maxLength: 300 }))
const time = fc.oneof(fc.bigInt(), fc.bigInt(-(2n ** 63n) - 2n, 2n ** 63n + 2n), fc.constant(0n))
const anyNumber = fc.oneof(fc.maxSafeNat(), fc.double(), fc.constant(0))
const hashes = fc.dictionary(fc.constantFrom('md5', 'sha1', 'sha256', 'crc32', 'quick Xor', 'ß'), fc.string())

const object = fc.record(
  {
    kind: fc.constant('object'),
    path: paths,
    size: anyNumber,
    modTime: time,
    lastModified: time,
    hashes,
    mimeType: anyText,
    id: anyText,
    version: anyText,
  },
  { requiredKeys: ['kind', 'path'] },
)
const directory = fc.record(
  { kind: fc.constant('directory'), path: paths, modTime: time, id: anyText, size: anyNumber, count: anyNumber },
  { requiredKeys: ['kind', 'path'] },
)
const unreadable = fc
  .record({
    path: paths,
    kind: fc.constantFrom('denied', 'unavailable', 'unexpected'),
    message: anyText,
    spent: fc.boolean(),
    details: fc.record({ path: anyText, temporary: fc.boolean(), retryAfter: fc.nat() }, { requiredKeys: [] }),
    cause: fc.option(anyText, { nil: undefined }),
  })
  .map(({ path, kind, message, spent, details, cause }) => {
    const error = new FsError(kind as 'denied', message, { ...details, ...(cause !== undefined && { cause: new TypeError(cause) }) })
    error.spent = spent
    return { kind: 'unreadable', path, cause: error }
  })

test('entries come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(object, directory, unreadable), { maxLength: 20 }), (entries) => {
      const writer = createPackWriter()
      for (const entry of entries) entryPacking.write(entry as FsEntry, writer)
      const reader = createPackReader(writer.take())
      for (const entry of entries) expect(entryPacking.read(reader)).toStrictEqual(expectedOf(entry as FsEntry))
      expect(reader.isAtEnd).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

/** Of an error behind an FsError name and message come back. */
function expectedOf(entry: FsEntry): unknown {
  if (entry.kind !== 'unreadable') return { ...entry, ...('hashes' in entry && { hashes: { ...entry.hashes } }) }
  const { kind, message, temporary, spent, path, retryAfter, cause } = entry.cause
  const plain = { kind, message, temporary, spent, ...(path !== undefined && { path }), ...(retryAfter !== undefined && { retryAfter }) }
  const behind = cause === undefined ? {} : { cause: expect.objectContaining({ name: 'TypeError', message: (cause as Error).message }) }
  return { kind: 'unreadable', path: entry.path, cause: expect.objectContaining({ ...plain, ...behind }) }
}

test('a writer goes on with new bytes after it was asked for what it had', () => {
  const writer = createPackWriter()
  writer.text('a'.repeat(100_000))
  expect(createPackReader(writer.take()).text()).toHaveLength(100_000)
  writer.byte(7)
  expect(writer.length).toBe(1)
  expect(createPackReader(writer.take()).byte()).toBe(7)
})
