import { type Bytes, digestsOf, type Hashes } from '@tranship/core/backend'
import type { PartUpload } from './part-upload.js'
import type { PartWorkers } from './part-workers.js'
import type { Piece } from './plan.js'

/**
 * Fills the memory of a lane with the next part; where that is too small, one that takes its place. Tells its number and size,
 * and its digests where they came with it; undefined: no more.
 */
export type Fill = (memory: SharedArrayBuffer) => Promise<Filled | undefined>

interface Filled {
  readonly memory: SharedArrayBuffer
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
    const first = new SharedArrayBuffer(partSize)
    for (let part = await fill(first); part !== undefined; part = await fill(part.memory)) {
      stop.signal.throwIfAborted()
      await upload.send({ number: part.number, bytes: Buffer.from(part.memory, 0, part.size), digests: part.digests })
    }
  }
  const failing = (error: unknown): never => {
    stop.abort(error)
    throw error
  }
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, () => run().catch(failing)))
  if (outcomes.some(({ status }) => status === 'rejected')) throw stop.signal.reason
}

/** Lanes take turns at a body of some pieces: each copies its part out of it, which is hashed while the next lane takes its own. */
export function fromBody(body: Bytes, pieces: Iterable<Piece>, hashes: readonly string[], workers: PartWorkers | undefined): Fill {
  const chunks = body[Symbol.asyncIterator]()
  const next = pieces[Symbol.iterator]()
  let rest: Uint8Array = new Uint8Array()
  let turn: Promise<unknown> = Promise.resolve()

  /** As much as there is for the memory. */
  const copy = async (part: Buffer): Promise<number> => {
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
    return size
  }

  return async (own) => {
    const copied = turn.then(async () => {
      const piece = next.next()
      if (!piece.done) {
        const { number, start, end = start + own.byteLength } = piece.value
        const memory = own.byteLength < end - start ? new SharedArrayBuffer(end - start) : own
        return { number, memory, size: await copy(Buffer.from(memory, 0, end - start)) }
      }
      await chunks.next() // nothing is left, unless the source says now that it was wrong
      return { number: 0, memory: own, size: 0 }
    })
    turn = copied
    const { number, memory, size } = await copied
    if (size === 0) return undefined
    return { number, memory, size, digests: (await workers?.digest(memory, size)) ?? digestsOf(Buffer.from(memory, 0, size), hashes) }
  }
}

/** Lanes read pieces of a file of `size` bytes by themselves, in workers. `take` is awaited before each part. */
export function fromFile(
  file: string,
  size: number,
  pieces: Iterable<Piece>,
  workers: PartWorkers,
  take: (bytes: number) => void | Promise<void>,
): Fill {
  const next = pieces[Symbol.iterator]()
  return async (memory) => {
    const piece = next.next()
    if (piece.done) return undefined
    const { number, start, end = size } = piece.value
    await take(end - start)
    return { number, memory, size: end - start, digests: await workers.digest(memory, end - start, { file, start }) }
  }
}
