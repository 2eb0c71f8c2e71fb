import { fstatSync, renameSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { type ByteSource, type Bytes, createHasher, type FsObject, type FsPath, type PutOptions, parentOf } from '@tranship/core/backend'
import { pulled, untilAborted } from './abort.js'
import { demandReplaceable } from './condition.js'
import { makeDirectories, statusOf } from './directories.js'
import { classified, failure } from './errors.js'
import { objectOf } from './file-entry.js'
import { setTimeOfOpen } from './file-time.js'
import { type Located, locate } from './native-path.js'
import { createTemporary, type TemporaryFile } from './temporary-file.js'

const PERMISSIONS = 0o777n

/** Writes a file beside its place and renames it once it is whole, so that a reader sees the old one or the new one. */
export async function writeFile(root: string, path: FsPath, source: ByteSource, options: PutOptions = {}): Promise<FsObject> {
  await turn()
  options.signal?.throwIfAborted()
  const at = locate(root, path)
  makeDirectories(root, parentOf(path))
  const old = statusOf(at)
  demandReplaceable(at, old, options.replaces)
  const file = createTemporary(at, old?.isFile() ? Number(old.mode & PERMISSIONS) : undefined)
  try {
    await fill(file, at, source, options)
    options.signal?.throwIfAborted()
    return commit(file, at, options)
  } catch (error) {
    file.discard()
    throw error
  } finally {
    file.close()
  }
}

/** Writes the whole source. Throws `mismatch` when its length is not the promised one. */
async function fill(file: TemporaryFile, at: Located, source: ByteSource, options: PutOptions): Promise<void> {
  const { size: promised = Number.POSITIVE_INFINITY } = source
  let size = 0
  for await (const chunk of bodyOf(source, options)) {
    if (size + chunk.byteLength > promised) throw failure('mismatch', `the source is longer than the promised ${promised} bytes`, at)
    await untilAborted(file.write(chunk, size), options.signal)
    size += chunk.byteLength
  }
  if (source.size !== undefined && size < source.size) {
    throw failure('mismatch', `the source ended after ${size} of ${source.size} bytes`, at)
  }
}

/** The bytes of a source; what core does not see of them is counted and hashed here. */
async function* bodyOf(source: ByteSource, { signal, transfer }: PutOptions): Bytes {
  if (source.whole === undefined || source.size === undefined) {
    yield* pulled(source.open(undefined, { reuse: true, ...(signal && { signal }) }), signal)
    return
  }
  await untilAborted(Promise.resolve(transfer?.take(source.size)), signal)
  const bytes = source.whole()
  if (transfer !== undefined) {
    const hasher = createHasher(transfer.hashes)
    hasher.update(bytes)
    transfer.sent(hasher.digests())
  }
  yield bytes
}

/** Gives the file its time and, if the place is still as it was, its name. Tells what it is then. */
function commit(file: TemporaryFile, at: Located, { modTime, replaces }: PutOptions): FsObject {
  return classified(at, () => {
    if (modTime !== undefined) setTimeOfOpen(file.fd, modTime)
    if (replaces !== undefined) demandReplaceable(at, statusOf(at), replaces)
    renameSync(file.native, at.native)
    return objectOf(at.path, fstatSync(file.fd, { bigint: true }))
  })
}
