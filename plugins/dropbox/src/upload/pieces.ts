import type { Bytes } from '@tranship/core/backend'

/** A body cut into pieces of one size; the last may be shorter. */
export interface Pieces {
  /** The next piece, in memory that the one after takes; undefined at the end, where the body has been heard out. */
  next(): Promise<Uint8Array | undefined>
  /** Releases the body, whatever is left of it. */
  close(): void
}

export function createPieces(body: Bytes, size: number): Pieces {
  const chunks = body[Symbol.asyncIterator]()
  let memory: Buffer | undefined
  let rest: Uint8Array = new Uint8Array()
  return {
    next: async () => {
      let filled = 0
      memory ??= Buffer.allocUnsafeSlow(size)
      for (;;) {
        const taken = rest.subarray(0, size - filled)
        memory.set(taken, filled)
        filled += taken.byteLength
        rest = rest.subarray(taken.byteLength)
        if (filled === size) break
        const { done, value } = await chunks.next()
        if (done) break
        rest = value
      }
      return filled === 0 ? undefined : memory.subarray(0, filled)
    },
    close: () => void chunks.return?.()?.then(undefined, () => {}),
  }
}
