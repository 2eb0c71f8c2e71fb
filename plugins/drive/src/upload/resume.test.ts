import { type ByteSource, bytesSource, type Checkpoint, fsPath } from '@tranship/core'
import { expect, test } from 'vitest'
import { double, opened } from '../../test/opened.js'
import { keysBelow } from '../../test/tree.js'

const PIECE = 256 * 1024
const SIZE = 5 * PIECE + 100
const BYTES = Buffer.alloc(SIZE, 'the content of a large file; ')
const SMALL = { upload_cutoff: '256Ki', chunk_size: '256Ki' }
const TIME = 1_354_040_105_123_000_000n

function remembered(): Checkpoint & { readonly state: () => string | undefined } {
  let state: string | undefined
  const save = (saved: string) => {
    state = saved
  }
  return { load: () => state, state: () => state, save }
}

/** A source that stops when it has given so many bytes. */
function stopping(after: number, stopped: () => void): ByteSource {
  const source = bytesSource(BYTES)
  return {
    size: SIZE,
    repeatable: true,
    open: async function* (_range, { signal } = {}) {
      yield* source.open({ start: 0, end: after })
      stopped()
      await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
    },
  }
}

async function cutOff(fs: Awaited<ReturnType<typeof opened>>, sent: number, checkpoint: Checkpoint): Promise<void> {
  const stop = new AbortController()
  const source = stopping(sent, () => setTimeout(() => stop.abort(new Error('killed')), 50))
  await expect(fs.put(fsPath('d/file'), source, { checkpoint, modTime: TIME, signal: stop.signal })).rejects.toThrow('killed')
}

test('an upload that was cut off goes on from what Drive holds, and keeps its id', async () => {
  const at = await double()
  const checkpoint = remembered()
  await cutOff(await opened(at, SMALL), 3 * PIECE + 5000, checkpoint)
  const [begun] = at.openUploads()
  expect(begun).toBeDefined()

  let read = 0
  const source = { ...bytesSource(BYTES), open: counting }
  const object = await (await opened(at, SMALL)).put(fsPath('d/file'), source, { checkpoint, modTime: TIME })
  expect([read, object.size, object.modTime]).toEqual([SIZE - 3 * PIECE, SIZE, TIME])
  expect(object.hashes?.md5).toBe(at.store.node(object.id ?? '').revisions.at(-1)?.content.md5)
  expect(at.openUploads()).toEqual([])
  expect(await keysBelow(await opened(at))).toEqual(['d/', 'd/file'])

  async function* counting(range?: Parameters<ByteSource['open']>[0]) {
    for await (const chunk of bytesSource(BYTES).open(range)) {
      read += chunk.byteLength
      yield chunk
    }
  }
})

test('one whose last answer was lost with its process is not sent again', async () => {
  const at = await double()
  const checkpoint = remembered()
  const first = await (await opened(at, SMALL)).put(fsPath('file'), bytesSource(BYTES), { checkpoint, modTime: TIME })
  const before = at.requests.length
  const again = await (await opened(at, SMALL)).put(fsPath('file'), bytesSource(BYTES), { checkpoint, modTime: TIME })
  expect(again).toEqual(first)
  expect(at.requests.slice(before).filter((each) => each.startsWith('PUT'))).toHaveLength(1)
})

test('one of which Drive knows nothing any more begins anew', async () => {
  const at = await double()
  const checkpoint = remembered()
  const fs = await opened(at, SMALL)
  await cutOff(fs, 2 * PIECE, checkpoint)
  await fs.discard?.(checkpoint.state() ?? '')
  expect(at.openUploads()).toEqual([])
  expect((await fs.put(fsPath('d/file'), bytesSource(BYTES), { checkpoint, modTime: TIME })).size).toBe(SIZE)
  expect(await keysBelow(fs)).toEqual(['d/', 'd/file'])
})
