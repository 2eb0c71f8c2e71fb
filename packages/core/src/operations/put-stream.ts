import { type ByteSource, type Bytes, bytesSource } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { COMPUTED_HASHES, createHasher, differingHash } from '../fs/hash.js'
import type { FsPath } from '../fs/path.js'
import { untilAborted } from '../fs/until-aborted.js'
import { mimeTypeOf } from '../sync/execute/mime-type.js'

export interface PutStreamOptions {
  readonly signal?: AbortSignal
  /** Bytes, where they are known beforehand: a stream of another length is a `mismatch`, and nothing is written. */
  readonly size?: number
  /** Nanoseconds since the epoch. */
  readonly modTime?: bigint
  /** Bytes up to which a stream is held in memory, so that its upload can be repeated; by default 100 KiB. */
  readonly cutoff?: number
}

/** Writes a stream that can be read only once to a file, all or nothing: a stream that fails leaves what was there. */
export async function putStream(fs: Fs, path: FsPath, bytes: Bytes, options: PutStreamOptions = {}): Promise<FsObject> {
  const { signal, size, modTime, cutoff = 102_400 } = options
  const mimeType = fs.features.mimeTypes ? await mimeTypeOf(path) : undefined
  const common = COMPUTED_HASHES.find((name) => fs.features.hashes.includes(name))
  const hasher = createHasher(common === undefined ? [] : [common])
  using stream = opened(bytes, signal)
  const source = await sourceOf(stream, cutoff, size, (chunk) => hasher.update(chunk))
  const stored = await fs.put(path, source, {
    ...(signal && { signal }),
    ...(modTime !== undefined && { modTime }),
    ...(mimeType !== undefined && { mimeType }),
  })
  const differing = differingHash(hasher.digests(), stored.hashes)
  if (differing === undefined) return stored
  throw new FsError('mismatch', `the ${differing} of what is stored is not that of what was sent`, { path })
}

/** The stream as a source: repeatable where it ends within `cutoff` bytes. `take` sees each byte once. */
async function sourceOf(
  stream: OpenStream,
  cutoff: number,
  size: number | undefined,
  take: (chunk: Uint8Array) => void,
): Promise<ByteSource> {
  const head: Uint8Array[] = []
  let length = 0
  while (length <= cutoff) {
    const chunk = await stream.next()
    if (chunk === undefined) {
      if (size !== undefined && size !== length) throw new FsError('mismatch', `the input has ${length} bytes, not ${size}`)
      const whole = Buffer.concat(head, length)
      take(whole)
      return bytesSource(whole)
    }
    head.push(chunk)
    length += chunk.length
  }
  return {
    ...(size !== undefined && { size }),
    repeatable: false,
    open: async function* () {
      for (let chunk = head.shift() ?? (await stream.next()); chunk !== undefined; chunk = head.shift() ?? (await stream.next())) {
        take(chunk)
        yield chunk
      }
    },
  }
}

interface OpenStream extends Disposable {
  /** The next chunk; undefined at the end. Rejects at once with the signal's reason when it is aborted. */
  next(): Promise<Uint8Array | undefined>
}

function opened(bytes: Bytes, signal: AbortSignal | undefined): OpenStream {
  const iterator = bytes[Symbol.asyncIterator]()
  return {
    next: async () => {
      signal?.throwIfAborted()
      const next = await untilAborted(iterator.next(), signal)
      return next.done === true ? undefined : next.value
    },
    [Symbol.dispose]: () => {
      iterator.return?.()?.catch(() => {}) // It may wait for a chunk that never comes.
    },
  }
}
