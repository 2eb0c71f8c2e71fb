import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'

/** What a gzip stream holds. Rejects with `mismatch` for a stream that is damaged or ends early. Loads what it needs when it is called. */
export async function* unpacked(body: Bytes, path: string): AsyncGenerator<Uint8Array> {
  const [{ pipeline, Readable }, { createGunzip }] = await Promise.all([import('node:stream'), import('node:zlib')])
  const gunzip = pipeline(Readable.from(body), createGunzip(), () => {})
  try {
    yield* gunzip as AsyncIterable<Buffer>
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
