import {
  type ByteSource,
  type Bytes,
  createHasher,
  digestsOf,
  type FsObject,
  type FsPath,
  type Hasher,
  type PutOptions,
  parentOf,
  pulled,
  untilAborted,
} from '@tranship/core/backend'
import { failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { linkPath } from '../names/link-text.js'
import { type Located, locate } from '../names/locate.js'
import { demandReplaceable } from '../status/condition.js'
import { makeDirectories } from '../status/directories.js'
import { lookAt, type Seen } from '../status/look.js'
import { commit, flush, flushNames } from './commit.js'
import { demandRoom } from './free-room.js'
import { createTemporary, type NewFile, overwritten } from './new-file.js'
import { checkpointFor, type PartialFile, partialFile } from './partial-file.js'
import { promised } from './promised-length.js'
import { writeLink } from './write-link.js'

const CHUNK = 1024 * 1024

/** Writes a file beside its place and renames it once it is whole, so that a reader sees the old one or the new one. */
export async function writeFile(root: LocalRoot, path: FsPath, source: ByteSource, options: PutOptions = {}): Promise<FsObject> {
  await root.slices.next()
  options.signal?.throwIfAborted()
  const at = locate(root, path)
  if (root.links === 'text' && linkPath(path) !== undefined) return writeLink(root, at, bodyOf(source, options), source.size, options)
  makeDirectories(root, parentOf(path))
  const { size } = source
  const checkpoint = checkpointFor(root, source, options)
  let partial: PartialFile | undefined
  return written(root, at, lookAt(root, at), size, options, {
    ...(checkpoint &&
      size !== undefined && {
        create: async (old) => {
          partial = partialFile(at, old, size, checkpoint)
          return partial
        },
      }),
    fill: async (file) => {
      if (partial !== undefined && partial.there > 0) return goOn(partial, source, options, at)
      await append(file, 0, promised(bodyOf(source, options), size, at), options.signal)
    },
  })
}

async function append(file: NewFile, start: number, body: Bytes, signal: AbortSignal | undefined): Promise<void> {
  let position = start
  for await (const chunk of body) {
    await untilAborted(file.write(chunk, position), signal)
    position += chunk.byteLength
  }
}

/** Writes what is missing of a file. What is there is read again, so that the whole can be held to its digests. */
async function goOn(file: PartialFile, source: ByteSource, { signal, transfer }: PutOptions, at: Located): Promise<void> {
  const hasher = createHasher(transfer?.hashes ?? [])
  const { there } = file
  const { size = there } = source
  const memory = Buffer.allocUnsafeSlow(CHUNK)
  for (let position = 0; position < there; position += CHUNK) {
    const bytes = memory.subarray(0, Math.min(CHUNK, there - position))
    await untilAborted(file.read(bytes, position), signal)
    hasher.update(bytes)
  }
  if (there < size) {
    const rest = pulled(source.open({ start: there, end: size }, { reuse: true, ...(signal && { signal }) }), signal)
    await append(file, there, hashed(promised(rest, size - there, at), hasher), signal)
  }
  transfer?.sent(hasher.digests())
}

async function* hashed(body: Bytes, hasher: Hasher): Bytes {
  for await (const chunk of body) {
    hasher.update(chunk)
    yield chunk
  }
}

/** How a new file comes to its content. Where that takes no wait, nothing can happen to its place meanwhile. */
export interface Making {
  /** Gives the file with its content already in it, where that can be. */
  create?(old: Seen | undefined): Promise<NewFile | undefined> | undefined
  fill(file: NewFile): Promise<void> | undefined
}

/** Makes a new file and gives it its name. Whatever fails leaves nothing of it. `old` is what is there now. */
export async function written(
  root: LocalRoot,
  at: Located,
  old: Seen | undefined,
  size: number | undefined,
  options: Omit<PutOptions, 'transfer'>,
  making: Making,
): Promise<FsObject> {
  demandPlace(root, at, old, size, options)
  const creating = making.create?.(old)
  const file = (creating && (await creating)) ?? newFileAt(root, at, old)
  try {
    const filling = making.fill(file)
    if (filling !== undefined) await filling
    if (root.options.fsync) await untilAborted(flush(file.fd, at), options.signal)
    options.signal?.throwIfAborted()
    const hasWaited = creating !== undefined || filling !== undefined || root.options.fsync
    const { replaces, ...rest } = options
    const object = commit(root, file, at, hasWaited ? options : rest)
    root.leftovers.clear(at)
    if (root.options.fsync) await flushNames(at.native, at)
    return object
  } catch (error) {
    file.discard()
    throw error
  } finally {
    file.close()
  }
}

/** Throws where nothing can be written, before anything is. */
function demandPlace(
  root: LocalRoot,
  at: Located,
  old: Seen | undefined,
  size: number | undefined,
  { replaces }: Pick<PutOptions, 'replaces'>,
): void {
  demandReplaceable(at, old, replaces)
  if (root.links === 'text' && old?.status.isSymbolicLink()) throw failure('already-exists', 'a symbolic link is here', at)
  demandRoom(root, at, size)
}

function newFileAt(root: LocalRoot, at: Located, old: Seen | undefined): NewFile {
  const mayOverwrite = old === undefined || (old.status.isFile() && !old.byLink)
  return root.options.inplace && mayOverwrite ? overwritten(at) : createTemporary(at, old?.status)
}

/** The bytes of a source; what core does not see of them is counted and hashed here. */
async function* bodyOf(source: ByteSource, { signal, transfer }: PutOptions): Bytes {
  if (source.whole === undefined || source.size === undefined) {
    yield* pulled(source.open(undefined, { reuse: true, ...(signal && { signal }) }), signal)
    return
  }
  await untilAborted(Promise.resolve(transfer?.take(source.size)), signal)
  const bytes = source.whole()
  transfer?.sent(digestsOf(bytes, transfer.hashes))
  yield bytes
}
