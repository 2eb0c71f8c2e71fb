import { type ByteRange, type Bytes, resolveRange } from '../fs/bytes.js'

/** A range of a body that has to be read from its begin, as nobody can tell the service where its bytes are. */
export async function* sliced(body: Bytes, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  if (range !== undefined && 'last' in range) {
    // How long it is, only its end tells.
    let tail: Uint8Array = new Uint8Array()
    for await (const chunk of body) tail = Buffer.concat([tail, chunk]).subarray(-range.last)
    if (tail.byteLength > 0) yield tail
    return
  }
  const { start, end } = resolveRange(range, Number.MAX_SAFE_INTEGER)
  let at = 0
  for await (const chunk of body) {
    const wanted = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    at += chunk.byteLength
    if (wanted.byteLength > 0) yield wanted
    if (at >= end) return
  }
}
