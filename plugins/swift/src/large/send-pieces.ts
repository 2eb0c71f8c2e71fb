import { createHash, type Hash, hash } from 'node:crypto'
import type { Bytes } from '@tranship/core/backend'
import type { Piece } from './plan.js'

/** A segment in memory, which is used again once it is sent. */
export interface Filled {
  readonly number: number
  readonly bytes: Buffer
  /** The MD5. */
  readonly etag: string
}

export interface Sending {
  readonly segmentSize: number
  /** Segments that are sent at a time. */
  readonly lanes: number
  /** Aborted by the first failure: it stops all. */
  readonly stop: AbortController
  send(segment: Filled): Promise<void>
}

/**
 * Sends the pieces of a body, several at a time: lanes take turns to copy theirs out of it. Gives the MD5 of all bytes. Settles
 * when no lane is at work any more, and when the body has come to its end, where its source may still say that it was wrong.
 */
export async function sendPieces(pieces: Iterable<Piece>, body: Bytes, { segmentSize, lanes, stop, send }: Sending): Promise<string> {
  const next = pieces[Symbol.iterator]()
  const reader = createReader(body)
  let turn: Promise<unknown> = Promise.resolve()

  const run = async (): Promise<void> => {
    let memory: Buffer | undefined
    for (;;) {
      stop.signal.throwIfAborted()
      const filling = turn.then(async () => {
        const piece = next.next()
        if (piece.done) return undefined
        const { number, start, end = start + segmentSize } = piece.value
        memory ??= Buffer.allocUnsafeSlow(Math.max(segmentSize, end - start))
        const size = await reader.read(memory.subarray(0, end - start))
        return size === 0 ? undefined : { number, bytes: memory.subarray(0, size) }
      })
      turn = filling.catch(() => {})
      const filled = await filling
      if (filled === undefined) return
      await send({ ...filled, etag: hash('md5', filled.bytes, 'hex') })
    }
  }
  const failing = (error: unknown): never => {
    stop.abort(error)
    throw error
  }
  try {
    const outcomes = await Promise.allSettled(Array.from({ length: lanes }, () => run().catch(failing)))
    if (outcomes.some(({ status }) => status === 'rejected')) throw stop.signal.reason
    await reader.end()
    return reader.md5()
  } finally {
    reader.close()
  }
}

interface Reader {
  /** Fills the memory, as far as the body goes. Gives the number of bytes. */
  read(memory: Buffer): Promise<number>
  /** Reads what is left, which is nothing, to hear whether the body was right. */
  end(): Promise<void>
  md5(): string
  /** Releases the source, whatever is left of it. */
  close(): void
}

function createReader(body: Bytes): Reader {
  const chunks = body[Symbol.asyncIterator]()
  const digest: Hash = createHash('md5')
  let rest: Uint8Array = new Uint8Array()
  return {
    read: async (memory) => {
      let size = 0
      while (size < memory.byteLength) {
        if (rest.byteLength === 0) {
          const { done, value } = await chunks.next()
          if (done) break
          rest = value
          digest.update(value)
        }
        const taken = rest.subarray(0, memory.byteLength - size)
        memory.set(taken, size)
        size += taken.byteLength
        rest = rest.subarray(taken.byteLength)
      }
      return size
    },
    end: async () => {
      while (!(await chunks.next()).done);
    },
    md5: () => digest.digest('hex'),
    close: () => void chunks.return?.()?.then(undefined, () => {}),
  }
}
