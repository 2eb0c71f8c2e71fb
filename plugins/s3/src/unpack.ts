import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type ByteRange, type Bytes, FsError, resolveRange } from '@tranship/core/backend'

/** What a gzip stream holds, or a range of that. Rejects with `mismatch` for a stream that is damaged or ends early. */
export async function* unpacked(body: Bytes, range: ByteRange | undefined, path: string): AsyncGenerator<Uint8Array> {
  if (range !== undefined && 'last' in range) {
    // How long it is, only its end tells.
    const tail = await lastOf(unpacked(body, undefined, path), range.last)
    if (tail.byteLength > 0) yield tail
    return
  }
  const { start, end } = resolveRange(range, Number.MAX_SAFE_INTEGER)
  const gunzip = pipeline(Readable.from(body), createGunzip(), () => {})
  let at = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      const wanted = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
      at += chunk.byteLength
      if (wanted.byteLength > 0) yield wanted
      if (at >= end) return
    }
  } catch (error) {
    if (!isOfGzip(error)) throw error
    throw new FsError('mismatch', `the object is not what its Content-Encoding says: ${error.message}`, { path, cause: error })
  } finally {
    gunzip.destroy()
  }
}

function isOfGzip(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
}

async function lastOf(body: Bytes, count: number): Promise<Uint8Array> {
  let tail: Uint8Array = new Uint8Array()
  for await (const chunk of body) tail = Buffer.concat([tail, chunk]).subarray(-count)
  return tail
}
