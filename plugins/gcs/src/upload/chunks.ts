import type { Bytes } from '@tranship/core/backend'

/** A piece of a body. Its memory is used again for the next one. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/**
 * A body in pieces of `size` bytes, the last as long as what is left. That one is told as the last only when the body has ended, so
 * that a source which fails or runs long has said so before.
 */
export async function* piecesOf(body: Bytes, size: number, expected = size): AsyncGenerator<Piece> {
  const chunks = body[Symbol.asyncIterator]()
  const memory = Buffer.allocUnsafeSlow(Math.max(1, Math.min(size, expected)))
  let rest: Uint8Array = new Uint8Array()
  let isOver = false
  const pull = async () => {
    while (rest.byteLength === 0 && !isOver) {
      const { done, value } = await chunks.next()
      if (done) isOver = true
      else rest = value
    }
  }
  try {
    for (;;) {
      let filled = 0
      await pull()
      while (filled < memory.byteLength && !isOver) {
        const taken = rest.subarray(0, memory.byteLength - filled)
        memory.set(taken, filled)
        filled += taken.byteLength
        rest = rest.subarray(taken.byteLength)
        await pull()
      }
      yield { bytes: memory.subarray(0, filled), isLast: isOver }
      if (isOver) return
    }
  } finally {
    if (!isOver) void chunks.return?.()?.then(undefined, () => {})
  }
}
