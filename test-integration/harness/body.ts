/** The first bytes of a body. */
export async function* headOf(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes
  if (left === 0) return
  for await (const chunk of body) {
    const part = chunk.subarray(0, left)
    left -= part.length
    yield part
    if (left === 0) return
  }
}

/** A body of which the byte at a position is another one. */
export async function* flipped(body: AsyncIterable<Uint8Array>, position: number): AsyncGenerator<Uint8Array> {
  let before = 0
  for await (const chunk of body) {
    const at = position - before
    before += chunk.byteLength
    const byte = chunk[at]
    if (byte === undefined) yield chunk
    else yield Uint8Array.from(chunk).fill(byte ^ 1, at, at + 1)
  }
}

/** A body, with each chunk told of as it passes. */
export async function* counted(body: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    count(chunk.byteLength)
    yield chunk
  }
}
