import type { ByteSource, Bytes, DirectSource } from '../../fs/bytes.js'
import type { FsObject } from '../../fs/entry.js'
import { FsError, isFsError } from '../../fs/error.js'
import type { Fs, PutOptions } from '../../fs/fs.js'
import { COMPUTED_HASHES, createHasher, differingHash, type Hashes, type HashName } from '../../fs/hash.js'
import type { FsPath } from '../../fs/path.js'
import type { Meter, Meters } from '../../progress/meter.js'
import { type CheckpointStore, resumptionOf } from './checkpoints.js'
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
  /** Called for each transfer: what it gives slows that one alone. */
  paceEach?(): (bytes: number) => void | Promise<void>
  /** Metadata travels too. */
  readonly metadata?: boolean
  /** Metadata that every object is given. */
  readonly metadataSet?: Readonly<Record<string, string>>
  /** What is stored is not compared with what was sent by its hash. */
  readonly ignoreChecksum?: boolean
  /** Where it is kept how far transfers came; absent: one that is cut off leaves nothing. */
  readonly checkpoints?: CheckpointStore
}

export interface Transferred {
  readonly object: FsObject
  /** The service copied it by itself: no byte came through this machine. */
  readonly onServer: boolean
}

/** Copies one object, on the server where both sides are of one realm, else through this machine, verified end to end. */
export async function transfer(job: Transfer, tools: TransferTools): Promise<Transferred> {
  const meter = tools.meters.start(job.to, job.object.size)
  try {
    const copied = setsMetadata(tools) ? undefined : await copyOnServer(job, tools, meter)
    if (copied !== undefined) return { object: copied, onServer: meter.bytes === 0 }
    const object =
      job.object.modTime === undefined && job.src.features.modTimePrecision !== undefined ? await complete(job, tools.signal) : job.object
    return { object: await send({ ...job, object }, tools, meter), onServer: false }
  } finally {
    tools.meters.end(meter)
  }
}

/** A copy made by the service keeps the metadata as it is. */
function setsMetadata({ metadataSet = {} }: TransferTools): boolean {
  return Object.keys(metadataSet).length > 0
}

async function copyOnServer(job: Transfer, tools: TransferTools, meter: Meter): Promise<FsObject | undefined> {
  const { src, dst, object, to, replaces } = job
  const { signal } = tools
  if (dst.copy === undefined || src.place.realm !== dst.place.realm) return undefined
  try {
    const modTime = object.modTime === undefined ? {} : { modTime: object.modTime }
    return await dst.copy(object, to, { from: src.place, signal, ...(replaces && { replaces }), ...modTime, take: counting(tools, meter) })
  } catch (error) {
    if (isFsError(error, 'unsupported')) return undefined
    throw error
  }
}

/** The object with what only a stat tells; it is still the one that was listed, or else `precondition-failed`. */
async function complete(job: Transfer, signal: AbortSignal): Promise<FsObject> {
  const found = await job.src.stat(job.object.path, { signal, listed: job.object })
  if (job.object.version === undefined || found.version === undefined || found.version === job.object.version) return found
  throw new FsError('precondition-failed', 'the source has changed since it was listed', { path: job.object.path })
}

async function send(job: Transfer, tools: TransferTools, meter: Meter): Promise<FsObject> {
  const { src, dst, object, to, replaces } = job
  let sent: Hashes = {}
  const take = counting(tools, meter)
  const direct = await src.direct?.(object, { signal: tools.signal })
  const source = verifiedSource(src, object, direct, take, (bytes) => {
    meter.bytes = bytes
  })
  const metadata = tools.metadata ? await metadataFor(job, tools) : undefined
  const mimeType = dst.features.mimeTypes ? (object.mimeType ?? (await mimeTypeOf(to))) : undefined
  const resumption = tools.checkpoints && (await resumptionOf(tools.checkpoints, job, tools.signal))
  const options: PutOptions = {
    signal: tools.signal,
    ...(replaces && { replaces }),
    ...(mimeType !== undefined && { mimeType }),
    ...(object.modTime !== undefined && { modTime: object.modTime }),
    ...(metadata && { metadata }),
    ...(resumption && { checkpoint: resumption.checkpoint }),
    transfer: {
      hashes: wantedHashes(job, tools),
      take,
      sent: (digests) => {
        demandListed(object, digests)
        sent = digests
      },
    },
  }
  const stored = await dst.put(to, source, options).catch(async (error: unknown) => {
    await resumption?.failed(error)
    throw error
  })
  resumption?.stored()
  const differing = tools.ignoreChecksum ? undefined : (differingHash(sent, stored.hashes) ?? differingHash(object.hashes, stored.hashes))
  if (differing !== undefined)
    throw new FsError('mismatch', `the ${differing} of what is stored is not that of what was sent`, { path: to })
  if (object.size !== undefined && stored.size !== undefined && object.size !== stored.size) {
    throw new FsError('mismatch', `${stored.size} bytes are stored, ${object.size} were sent`, { path: to })
  }
  return stored
}

/** Counts bytes, and slows them down where the transfers are to be: what is held back has not moved yet. */
function counting(tools: TransferTools, meter: Meter): (bytes: number) => void | Promise<void> {
  const pace = tools.paceEach?.()
  const count = (bytes: number): void => {
    tools.meters.add(meter, bytes)
    if (meter.size !== undefined) meter.bytes = Math.min(meter.bytes, meter.size) // a part of a file may be read again
  }
  return (bytes) => {
    const [forAll, forThis] = [tools.take?.(bytes), pace?.(bytes)]
    if (forAll === undefined && forThis === undefined) return count(bytes)
    return Promise.all([forAll, forThis]).then(() => count(bytes))
  }
}

/** The digests that a backend which reads by itself is to tell: of those that the source's entry carries one, else one that the destination keeps. */
function wantedHashes({ dst, object }: Transfer, { ignoreChecksum = false }: TransferTools): readonly HashName[] {
  const listed = listedHash(object)
  if (listed.length > 0 || ignoreChecksum) return listed
  return dst.features.hashes.slice(0, 1)
}

/** The source's own metadata, and over it what every object is given. */
async function metadataFor({ src, object }: Transfer, tools: TransferTools): Promise<Readonly<Record<string, string>>> {
  return { ...(await src.metadata?.(object, { signal: tools.signal })), ...tools.metadataSet }
}

/** The object's bytes, counted; a whole read is held to a hash that its entry carries, before the destination commits. */
function verifiedSource(
  src: Fs,
  object: FsObject,
  direct: DirectSource = {},
  take: (bytes: number) => void | Promise<void>,
  reached: (bytes: number) => void,
): ByteSource {
  const { file, whole } = direct
  return {
    ...(object.size !== undefined && { size: object.size }),
    repeatable: true,
    open: async function* (range, options = {}): Bytes {
      if (range === undefined) reached(0)
      const hasher = createHasher(range === undefined ? listedHash(object) : [])
      for await (const chunk of src.open(object, range === undefined ? options : { ...options, range })) {
        hasher.update(chunk)
        const slowed = take(chunk.byteLength)
        if (slowed !== undefined) await slowed
        yield chunk
      }
      demandListed(object, hasher.digests())
    },
    hash: async (name, options) => object.hashes?.[name] ?? src.hash?.(object, name, options),
    ...(file !== undefined && { file }),
    ...(whole && {
      whole: () => {
        const bytes = whole()
        reached(bytes.byteLength) // it was counted before it was asked for
        return bytes
      },
    }),
  }
}

/** The hash that the bytes of an object are held to: one that its entry carries and core can compute. */
function listedHash({ hashes = {} }: FsObject): readonly HashName[] {
  return COMPUTED_HASHES.filter((name) => hashes[name] !== undefined).slice(0, 1)
}

function demandListed({ path, hashes }: FsObject, digests: Hashes): void {
  const differing = differingHash(digests, hashes)
  if (differing !== undefined) throw new FsError('mismatch', `the bytes read do not have the ${differing} that was listed`, { path })
}
