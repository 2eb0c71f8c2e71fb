import { type BigIntStats, constants, fstatSync, openSync } from 'node:fs'
import {
  type Bytes,
  createHasher,
  type FsObject,
  type HashName,
  type OpenOptions,
  type OperationOptions,
  resolveRange,
} from '@tranship/core/backend'
import { untilAborted } from './abort.js'
import { demandObject } from './condition.js'
import { locateBelow } from './directories.js'
import { classified, failure } from './errors.js'
import type { Located } from './native-path.js'
import { openedFile } from './open-file.js'

const CHUNK = 1024 * 1024

/** Neither through a symbolic link nor, at a named pipe, waiting for a writer. Absent where the system has no such flags. */
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * The bytes of a file, or a range of them. While the consumer has one chunk, the next is being read. Throws `mismatch`, before
 * the last chunk, when the file changed since the first.
 */
export async function* readFile(root: string, object: FsObject, { range, signal, reuse = false }: OpenOptions = {}): Bytes {
  signal?.throwIfAborted()
  const at = locateBelow(root, object.path)
  const fd = classified(at, () => openSync(at.native, constants.O_RDONLY | SAFELY))
  const file = openedFile(fd, at)
  try {
    const status = () => classified(at, () => fstatSync(fd, { bigint: true }))
    const before = demandObject(at, status(), object)
    const { start, end } = resolveRange(range, Number(before.size))
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
      if (ahead === undefined) demandUnchanged(at, before, status())
      yield bytes
      signal?.throwIfAborted()
    }
  } finally {
    file.close()
  }
}

/** One digest of a file, by reading it; undefined for a hash that core cannot compute. */
export async function hashFile(
  root: string,
  object: FsObject,
  name: HashName,
  { signal }: OperationOptions = {},
): Promise<string | undefined> {
  const hasher = createHasher([name])
  for await (const chunk of readFile(root, object, { reuse: true, ...(signal && { signal }) })) hasher.update(chunk)
  return hasher.digests()[name]
}

function demandUnchanged(at: Located, before: BigIntStats, after: BigIntStats): void {
  if (before.size !== after.size || before.mtimeNs !== after.mtimeNs) throw failure('mismatch', 'the file changed while it was read', at)
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
