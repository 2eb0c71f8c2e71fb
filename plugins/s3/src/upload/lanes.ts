import { hash } from 'node:crypto'
import type { Bytes, Hashes } from '@tranship/core/backend'
import type { PartUpload } from './part-upload.js'
import type { PartWorkers } from './part-workers.js'

/** Fills the memory of a lane with the next part. Tells its number and size, and its digests where they came with it; undefined: no more. */
export type Fill = (memory: SharedArrayBuffer) => Promise<Filled | undefined>

interface Filled {
  readonly number: number
  readonly size: number
  readonly digests: Hashes
}

/**
 * Sends the parts of an upload, several at a time, each lane from a memory that it uses again and again. Settles when no lane
 * is at work any more; the first failure stops all.
 */
export async function sendByLanes(
  fill: Fill,
  upload: PartUpload,
  { partSize, lanes, stop }: { readonly partSize: number; readonly lanes: number; readonly stop: AbortController },
): Promise<void> {
  const run = async (): Promise<void> => {
    const memory = new SharedArrayBuffer(partSize)
    for (let part = await fill(memory); part !== undefined; part = await fill(memory)) {
      stop.signal.throwIfAborted()
      await upload.send({ number: part.number, bytes: Buffer.from(memory, 0, part.size), digests: part.digests })
    }
  }
  const failing = (error: unknown): never => {
    stop.abort(error)
    throw error
  }
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, () => run().catch(failing)))
  if (outcomes.some(({ status }) => status === 'rejected')) throw stop.signal.reason
}

/** Lanes take turns at a body: each copies its part out of it, which is hashed while the next lane takes its own. */
export function fromBody(body: Bytes, hashes: readonly string[], workers: PartWorkers | undefined): Fill {
  const chunks = body[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  let number = 0
  let turn: Promise<unknown> = Promise.resolve()

  const copy = async (part: Buffer): Promise<{ number: number; size: number }> => {
    let size = 0
    while (size < part.byteLength) {
      if (rest.byteLength === 0) {
        const { done, value } = await chunks.next()
        if (done) break
        rest = value
      }
      const taken = rest.subarray(0, part.byteLength - size)
      part.set(taken, size)
      size += taken.byteLength
      rest = rest.subarray(taken.byteLength)
    }
    return { number: ++number, size }
  }

  return async (memory) => {
    const part = Buffer.from(memory)
    const copied = turn.then(() => copy(part))
    turn = copied
    const { number, size } = await copied
    if (size === 0) return undefined
    return { number, size, digests: (await workers?.digest(memory, size)) ?? digestsOf(part.subarray(0, size), hashes) }
  }
}

/** Lanes read a file of `size` bytes by themselves, in workers. `take` is awaited before each part. */
export function fromFile(file: string, size: number, workers: PartWorkers, take: (bytes: number) => void | Promise<void>): Fill {
  let next = 0
  return async (memory) => {
    const start = next
    if (start >= size) return undefined
    next += memory.byteLength
    const length = Math.min(memory.byteLength, size - start)
    await take(length)
    return { number: start / memory.byteLength + 1, size: length, digests: await workers.digest(memory, length, { file, start }) }
  }
}

function digestsOf(bytes: Uint8Array, hashes: readonly string[]): Hashes {
  return Object.fromEntries(hashes.map((name) => [name, hash(name, bytes, 'hex')]))
}
