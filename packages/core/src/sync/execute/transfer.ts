import type { ByteSource, Bytes } from '../../fs/bytes.js'
import type { FsObject } from '../../fs/entry.js'
import { FsError, isFsError } from '../../fs/error.js'
import type { Fs, PutOptions } from '../../fs/fs.js'
import { COMPUTED_HASHES, createHasher, differingHash, type Hashes } from '../../fs/hash.js'
import type { FsPath } from '../../fs/path.js'
import type { Meter, Meters } from '../../progress/meter.js'
import { mimeTypeOf } from './mime-type.js'

export interface Transfer {
  readonly src: Fs
  readonly dst: Fs
  readonly object: FsObject
  readonly to: FsPath
  /** What the destination had there when it was listed; absent: it was not. */
  readonly replaces?: FsObject | 'nothing'
}

export interface TransferTools {
  readonly signal: AbortSignal
  readonly meters: Meters
  /** Slows transfers down: awaited before each block of bytes goes on. */
  take?(bytes: number): void | Promise<void>
  /** Metadata travels too. */
  readonly metadata?: boolean
  /** Metadata that every object is given. */
  readonly metadataSet?: Readonly<Record<string, string>>
  /** What is stored is not compared with what was sent by its hash. */
  readonly ignoreChecksum?: boolean
}

export interface Transferred {
  readonly object: FsObject
  /** The service copied it by itself: no byte came through this machine. */
  readonly onServer: boolean
}

/** Copies one object, on the server where both sides are of one realm, else through this machine, verified end to end. */
export async function transfer(job: Transfer, tools: TransferTools): Promise<Transferred> {
  const copied = setsMetadata(tools) ? undefined : await copyOnServer(job, tools.signal)
  if (copied !== undefined) return { object: copied, onServer: true }
  const object =
    job.object.modTime === undefined && job.src.features.modTimePrecision !== undefined ? await complete(job, tools.signal) : job.object
  const meter = tools.meters.start(job.to, object.size)
  try {
    return { object: await send({ ...job, object }, tools, meter), onServer: false }
  } finally {
    tools.meters.end(meter)
  }
}

/** A copy made by the service keeps the metadata as it is. */
function setsMetadata({ metadataSet = {} }: TransferTools): boolean {
  return Object.keys(metadataSet).length > 0
}

async function copyOnServer(job: Transfer, signal: AbortSignal): Promise<FsObject | undefined> {
  const { src, dst, object, to, replaces } = job
  if (dst.copy === undefined || src.place.realm !== dst.place.realm) return undefined
  try {
    const modTime = object.modTime === undefined ? {} : { modTime: object.modTime }
    return await dst.copy(object, to, { from: src.place, signal, ...(replaces && { replaces }), ...modTime })
  } catch (error) {
    if (isFsError(error, 'unsupported')) return undefined
    throw error
  }
}

/** The object with what only a stat tells; it is still the one that was listed, or else `precondition-failed`. */
async function complete(job: Transfer, signal: AbortSignal): Promise<FsObject> {
  const found = await job.src.stat(job.object.path, { signal })
  if (job.object.version === undefined || found.version === undefined || found.version === job.object.version) return found
  throw new FsError('precondition-failed', 'the source has changed since it was listed', { path: job.object.path })
}

async function send(job: Transfer, tools: TransferTools, meter: Meter): Promise<FsObject> {
  const { src, dst, object, to, replaces } = job
  let sent: Hashes = {}
  const take = (bytes: number): void | Promise<void> => {
    tools.meters.add(meter, bytes)
    return tools.take?.(bytes)
  }
  const source = verifiedSource(src, object, take, () => {
    meter.bytes = 0
  })
  const metadata = await metadataFor(job, tools)
  const mimeType = dst.features.mimeTypes ? (object.mimeType ?? (await mimeTypeOf(to))) : undefined
  const options: PutOptions = {
    signal: tools.signal,
    ...(replaces && { replaces }),
    ...(mimeType !== undefined && { mimeType }),
    ...(object.modTime !== undefined && { modTime: object.modTime }),
    ...(metadata && { metadata }),
    transfer: {
      hashes: tools.ignoreChecksum ? [] : dst.features.hashes,
      take,
      sent: (digests) => {
        sent = digests
      },
    },
  }
  const stored = await dst.put(to, source, options)
  const differing = tools.ignoreChecksum ? undefined : (differingHash(sent, stored.hashes) ?? differingHash(object.hashes, stored.hashes))
  if (differing !== undefined)
    throw new FsError('mismatch', `the ${differing} of what is stored is not that of what was sent`, { path: to })
  if (object.size !== undefined && stored.size !== undefined && object.size !== stored.size) {
    throw new FsError('mismatch', `${stored.size} bytes are stored, ${object.size} were sent`, { path: to })
  }
  return stored
}

/** The source's own metadata, and over it what every object is given. */
async function metadataFor({ src, object }: Transfer, tools: TransferTools): Promise<Readonly<Record<string, string>> | undefined> {
  if (!tools.metadata) return undefined
  return { ...(await src.metadata?.(object, { signal: tools.signal })), ...tools.metadataSet }
}

/** The object's bytes, counted; a whole read is held to the hashes that its entry carries, before the destination commits. */
function verifiedSource(src: Fs, object: FsObject, take: (bytes: number) => void | Promise<void>, restart: () => void): ByteSource {
  return {
    ...(object.size !== undefined && { size: object.size }),
    repeatable: true,
    open: async function* (range, options = {}): Bytes {
      if (range === undefined) restart()
      const known = range === undefined ? COMPUTED_HASHES.filter((name) => object.hashes?.[name] !== undefined).slice(0, 1) : []
      const hasher = createHasher(known)
      for await (const chunk of src.open(object, range === undefined ? options : { ...options, range })) {
        hasher.update(chunk)
        const slowed = take(chunk.byteLength)
        if (slowed !== undefined) await slowed
        yield chunk
      }
      const differing = differingHash(hasher.digests(), object.hashes)
      if (differing !== undefined)
        throw new FsError('mismatch', `the bytes read do not have the ${differing} that was listed`, { path: object.path })
    },
  }
}
