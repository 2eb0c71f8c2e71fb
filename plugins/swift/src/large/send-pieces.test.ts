import { createHash } from 'node:crypto'
import { exactly } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { endlessPieces } from './plan.js'
import { type Filled, sendPieces } from './send-pieces.js'

const path = 'box/film' as never

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size)
}

test('lanes take the body apart in order, each byte once, and never more than there are lanes', async () => {
  const bytes = Buffer.from(Array.from({ length: 1003 }, (_each, at) => at % 251))
  const stored = new Map<number, Buffer>()
  let now = 0
  let most = 0
  const send = async ({ number, bytes: segment, etag }: Filled) => {
    most = Math.max(most, ++now)
    await new Promise((resume) => setTimeout(resume, number % 3))
    expect(etag).toBe(createHash('md5').update(segment).digest('hex'))
    stored.set(number, Buffer.from(segment))
    now--
  }
  const md5 = await sendPieces(endlessPieces(50), chunked(bytes, 17), { segmentSize: 50, lanes: 4, stop: new AbortController(), send })
  const whole = Buffer.concat([...stored].sort(([a], [b]) => a - b).map(([, segment]) => segment))
  expect([whole.equals(bytes), stored.size, most]).toEqual([true, 21, 4])
  expect(md5).toBe(createHash('md5').update(bytes).digest('hex'))
})

test('the first failure stops all at once, also a source that waits, and releases it', async () => {
  let isReleased = false
  const stop = new AbortController()
  async function* stalling(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.alloc(100)
      await new Promise((_resolve, reject) => stop.signal.addEventListener('abort', () => reject(new Error('stopped'))))
    } finally {
      isReleased = true
    }
  }
  const broken = new Error('refused')
  const body = exactly(stalling(), undefined, path, stop.signal)
  const sending = sendPieces(endlessPieces(50), body, { segmentSize: 50, lanes: 4, stop, send: () => Promise.reject(broken) })
  await expect(sending).rejects.toBe(broken)
  await expect.poll(() => isReleased).toBe(true)
})
