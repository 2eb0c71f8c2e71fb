import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ByteSource, COMPUTED_HASHES, type Fs, fsPath, type Hashes, type TransferHooks } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { atOnce, bytesOf, counted, digestsOf, sized, unsized } from '../sources.js'
import { everything, read, sameBytes } from '../tree.js'

export const readingChecks: readonly Check[] = [
  {
    name: 'put: each byte counted and hashed once',
    sentence:
      'A backend that uses `file` or `whole` awaits `take` for every byte and tells the digests that are wanted; what comes through `open` core counts.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 100, partSize, 2 * partSize + 1]) {
        const bytes = bytesOf(size)
        await accountsFor(fs, bytes, sized(bytes))
        await accountsFor(fs, bytes, unsized(bytes))
        await accountsFor(fs, bytes, atOnce(bytes))
        await withFile(bytes, (file) => accountsFor(fs, bytes, { ...sized(bytes), file }))
      }
    },
  },
  {
    name: 'put: a file of another size',
    sentence: 'A backend that reads `file` itself fails with mismatch when the file is not of the size that was promised.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [100, partSize + 1]) {
        for (const promised of [size - 1, size + 1]) {
          const bytes = bytesOf(size)
          const source = (file: string): ByteSource => ({ ...sized(bytes), size: promised, file })
          await withFile(bytes, (file) => fails(fs.put(fsPath('file'), source(file)), 'mismatch'))
        }
      }
      assert.deepEqual(await everything(fs), [])
    },
  },
  {
    name: 'put: while it is slowed',
    sentence: 'A backend that uses `file` or `whole` waits for `take` before it goes on.',
    appliesTo: always,
    run: async ({ fs }) => {
      const reason = new Error('not one byte more')
      const hooks: TransferHooks = { hashes: [], take: () => Promise.reject(reason), sent: () => {} }
      const { source, reading } = counted(atOnce(bytesOf(100)))
      const error = await fs.put(fsPath('file'), source, { transfer: hooks }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (reading.opened === 0) assert.equal(error, reason, '`take` was not awaited')
      assert.equal(reading.whole, 0, 'bytes were taken that `take` had not given')
    },
  },
]

/** Puts a source, and throws unless its bytes were counted once: by core as they came, or by the backend. */
async function accountsFor(fs: Fs, bytes: Uint8Array, original: ByteSource): Promise<void> {
  const { source, reading } = counted(original)
  let taken = 0
  let told: Hashes = {}
  const transfer: TransferHooks = {
    hashes: COMPUTED_HASHES,
    take: async (count) => {
      await Promise.resolve()
      taken += count
    },
    sent: (digests) => {
      told = { ...told, ...digests }
    },
  }
  const object = await fs.put(fsPath('file'), source, { transfer })
  sameBytes(await read(fs, object), bytes)
  const byBackend = bytes.byteLength - reading.opened
  assert.equal(taken, byBackend, `of ${bytes.byteLength} bytes ${reading.opened} came through open, and ${taken} were taken`)
  const expected = digestsOf(bytes)
  for (const [name, digest] of Object.entries(told))
    if (expected[name] !== undefined) assert.equal(digest, expected[name], `the ${name} of what was sent`)
  if (byBackend > 0)
    assert.deepEqual(
      Object.keys(expected).filter((name) => told[name] === undefined),
      [],
      'digests that were wanted were not told',
    )
}

/** Works with a file of this machine that holds these bytes. */
async function withFile(bytes: Uint8Array, work: (file: string) => Promise<unknown>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'tranship-check-'))
  try {
    await writeFile(join(directory, 'file'), bytes)
    await work(join(directory, 'file'))
  } finally {
    await rm(directory, { recursive: true })
  }
}
