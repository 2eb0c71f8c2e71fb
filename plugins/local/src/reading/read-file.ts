import { type Bytes, type FsObject, type OpenOptions, resolveRange, untilAborted } from '@tranship/core/backend'
import { failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { readLink } from '../names/link-text.js'
import { demandObject } from '../status/condition.js'
import { locateForReading, lookForLink } from '../status/look.js'
import { openedFile } from './open-file.js'
import { demandUnchanged, openObject } from './open-object.js'

const CHUNK = 1024 * 1024

/**
 * The bytes of a file, or a range of them. While the consumer has one chunk, the next is being read. Throws `mismatch`, before
 * the last chunk, when the file changed since the first.
 */
export async function* readFile(root: LocalRoot, object: FsObject, { range, signal, reuse = false }: OpenOptions = {}): Bytes {
  await root.slices.next()
  signal?.throwIfAborted()
  const link = lookForLink(root, object.path)
  if (link !== undefined) {
    demandObject(link, locateForReading(root, object.path), object)
    const target = readLink(link.at)
    const { start, end } = resolveRange(range, target.length)
    if (end > start) yield target.subarray(start, end)
    return
  }
  const opened = openObject(root, object)
  const { at, fd, status } = opened
  const file = openedFile(fd, at)
  try {
    const { start, end } = resolveRange(range, Number(status.size))
    const memory = reuse ? twoBuffers() : freshBuffers
    const begin = (position: number) => {
      const bytes = memory(Math.min(CHUNK, end - position))
      return { bytes, count: file.read(bytes, position) }
    }
    let position = start
    let ahead = position < end ? begin(position) : undefined
    while (ahead !== undefined) {
      const { bytes, count } = ahead
      if ((await untilAborted(count, signal)) < bytes.byteLength) throw failure('mismatch', 'the file became shorter while it was read', at)
      position += bytes.byteLength
      ahead = position < end ? begin(position) : undefined
      if (ahead === undefined) demandUnchanged(root, opened)
      yield bytes
      signal?.throwIfAborted()
    }
  } finally {
    file.close()
  }
}

const freshBuffers = (size: number): Uint8Array => Buffer.allocUnsafeSlow(size)

/** Memory for the chunk that the consumer has and for the one that is being read, in turn. */
function twoBuffers(): (size: number) => Uint8Array {
  let used: Buffer | undefined
  let spare: Buffer | undefined
  return (size) => {
    const buffer = spare === undefined || spare.byteLength < size ? Buffer.allocUnsafeSlow(size) : spare
    spare = used
    used = buffer
    return buffer.subarray(0, size)
  }
}
