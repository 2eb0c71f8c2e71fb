import { createHash } from 'node:crypto'
import { type ByteSource, type Bytes, exactly, FsError, type FsPath, type Hashes } from '@tranship/core/backend'

/** What is sent in one request, from a position of the file on. */
export interface Piece {
  /** Exclusive; where it begins: nothing is left but to say how long the file is. */
  readonly end: number
  /** The size of the file, once it is known. */
  readonly total: number | undefined
  readonly body: Uint8Array | (() => Bytes)
}

/** Cuts a source into what single requests send. */
export interface Pieces {
  /** What comes from this position on; never before that of the call before, unless the source may be read again. */
  at(offset: number): Promise<Piece>
  /** The failure of the source, which no repetition mends. */
  failure(): { readonly error: unknown } | undefined
  /** Of all bytes, once the last was handed out; undefined where not all passed by. */
  hashes(): Hashes | undefined
  close(): void
}

export interface Reading {
  readonly path: FsPath
  readonly signal: AbortSignal
  /** Told of the digests before the last bytes are sent. */
  whole(hashes: Hashes): void
}

/**
 * A file goes as it comes, all that is left of it in one request, and no byte is kept. Its last bytes wait until the source has
 * ended as it should: with them Drive has a file.
 */
export function streamedPieces(source: ByteSource, size: number, { path, signal, whole }: Reading): Pieces {
  const digest = createHash('md5')
  let hashed = 0
  let hashes: Hashes | undefined
  let failure: { error: unknown } | undefined
  async function* body(offset: number): Bytes {
    let at = offset
    let last: Uint8Array | undefined
    try {
      const rest = source.open(offset === 0 ? undefined : { start: offset }, { signal })
      for await (const chunk of exactly(rest, size - offset, path, signal)) {
        const end = at + chunk.byteLength
        if (at <= hashed && end > hashed) {
          digest.update(chunk.subarray(hashed - at))
          hashed = end
        }
        at = end
        if (at < size) yield chunk
        else last ??= chunk
      }
    } catch (error) {
      failure = { error }
      throw error
    }
    if (hashed === size && hashes === undefined) {
      hashes = { md5: digest.digest('hex') }
      whole(hashes)
    }
    if (last !== undefined) yield last
  }
  return {
    at: async (offset) => ({ end: size, total: size, body: () => body(offset) }),
    failure: () => failure,
    hashes: () => hashes,
    close: () => {},
  }
}

/** What is read only once is sent in pieces that are kept until Drive has them. */
export function keptPieces(body: Bytes, size: number | undefined, pieceSize: number, { path, signal, whole }: Reading): Pieces {
  const chunks = exactly(body, size, path, signal)
  const digest = createHash('md5')
  const kept = Buffer.allocUnsafeSlow(pieceSize)
  let start = 0
  let length = 0
  let rest: Uint8Array = new Uint8Array()
  let isEnded = false
  let hashes: Hashes | undefined
  let failure: { error: unknown } | undefined

  /** Fills the piece, and looks whether anything comes after it. */
  const fill = async (): Promise<void> => {
    for (;;) {
      const taken = rest.subarray(0, pieceSize - length)
      kept.set(taken, length)
      length += taken.byteLength
      rest = rest.subarray(taken.byteLength)
      if (isEnded || rest.byteLength > 0) return
      const { done, value } = await chunks.next()
      if (done) isEnded = true
      else {
        rest = value
        digest.update(value)
      }
    }
  }
  return {
    at: async (offset) => {
      if (offset < start || offset > start + length) failure ??= { error: lostBytes(path) }
      if (failure !== undefined) throw failure.error
      kept.copyWithin(0, offset - start, length)
      length -= offset - start
      start = offset
      try {
        await fill()
      } catch (error) {
        failure = { error }
        throw error
      }
      if (isEnded && hashes === undefined) {
        hashes = { md5: digest.digest('hex') }
        whole(hashes)
      }
      const total = isEnded ? start + length : undefined
      return { end: start + length, total, body: kept.subarray(0, length) }
    },
    failure: () => failure,
    hashes: () => hashes,
    close: () => void chunks.return(undefined).catch(() => {}),
  }
}

function lostBytes(path: FsPath): FsError {
  return new FsError('unavailable', 'Drive has other bytes of the upload than it said: it must begin anew', { path })
}
