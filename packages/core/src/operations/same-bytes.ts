import type { Bytes } from '../fs/bytes.js'

/** Whether two bodies are the same, however they are cut into chunks. Holds one chunk of each, and lets go of both at the first difference. */
export async function sameBytes(left: Bytes, right: Bytes): Promise<boolean> {
  await using a = rest(left)
  await using b = rest(right)
  for (;;) {
    await Promise.all([a.fill(), b.fill()])
    const length = Math.min(a.chunk().length, b.chunk().length)
    if (length === 0) return a.chunk().length === b.chunk().length
    if (Buffer.compare(a.chunk().subarray(0, length), b.chunk().subarray(0, length)) !== 0) return false
    a.drop(length)
    b.drop(length)
  }
}

/** What is still to be compared of a body. */
interface Rest extends AsyncDisposable {
  /** Reads on when the chunk is used up. */
  fill(): Promise<void>
  /** Empty once the body has ended. */
  chunk(): Uint8Array
  drop(bytes: number): void
}

function rest(bytes: Bytes): Rest {
  const iterator = bytes[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array()
  return {
    fill: async () => {
      while (chunk.length === 0) {
        const next = await iterator.next()
        if (next.done === true) return
        chunk = next.value
      }
    },
    chunk: () => chunk,
    drop: (length) => {
      chunk = chunk.subarray(length)
    },
    [Symbol.asyncDispose]: async () => {
      await iterator.return?.()
    },
  }
}
