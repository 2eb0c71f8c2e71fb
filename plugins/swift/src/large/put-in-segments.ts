import { type ByteSource, type Bytes, exactly, FsError, type FsObject } from '@tranship/core/backend'
import { conditionOf, writtenObject } from '../commit.js'
import { type Headers, MD5, versionOf } from '../head.js'
import type { Write } from '../write.js'
import { commitManifest, type Fate } from './commit-manifest.js'
import { discardState } from './discard.js'
import { listSegments } from './find-segments.js'
import { compositeEtag, manifestKind, markOf } from './manifest.js'
import { segmentKey, segmentPlace } from './naming.js'
import { bytesOfPieces, endlessPieces, missingPieces, type Piece, segmentSizeFor, stateFor, type UploadState } from './plan.js'
import { removeAll } from './remove-segments.js'
import { type Segment, totalOf } from './segment.js'
import { type Filled, sendPieces } from './send-pieces.js'

/** Milliseconds to learn what became of a segment that was sent as a whole before the caller gave up: it must not arrive after its removal. */
const GRACE = 2_000

/** Bytes of memory that the lanes of one upload may take together. */
const MOST_MEMORY = 256 * 1024 ** 2

/**
 * Uploads a source in segments, several at a time, and then the manifest that makes them an object. When anything fails, the
 * source included, or the caller gives up, the segments are gone again before this rejects; with a checkpoint they stay, and
 * what has arrived is not sent again.
 */
export async function putInSegments(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, containers, path, place, options, signal } = write
  const { settings } = session
  const { size } = source
  const { mostSegments } = await session.capabilities()
  const segmentSize = segmentSizeFor(
    size ?? 0,
    settings.segmentSize,
    settings.largeObjects === 'dlo' ? Number.POSITIVE_INFINITY : mostSegments,
  )
  const checkpoint = size === undefined ? undefined : options.checkpoint
  const { state, old } = stateFor({ place, size: size ?? 0, modTime: options.modTime }, segmentSize, checkpoint)
  if (old !== undefined) await discardState(session, old)
  const upload = createUpload(write, state)

  await containers.makeForSegments(place.bucket, signal)
  if (checkpoint !== undefined) {
    await upload.goOn()
    checkpoint.save(JSON.stringify(state))
  }
  const pieces = size === undefined ? undefined : missingPieces(state, upload.there)
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const body =
    pieces === undefined
      ? exactly(source.open(undefined, { signal: either }), undefined, path, either)
      : bytesOfPieces(source, pieces, { path, signal: either })
  try {
    const md5 = await upload.send(pieces ?? endlessPieces(state.segmentSize), body, stop)
    return await upload.commit(md5)
  } catch (error) {
    if (checkpoint === undefined && !upload.fate.isOpen) await upload.discard()
    throw signal.aborted ? signal.reason : error
  }
}

interface Upload {
  /** What has arrived, by number. */
  readonly there: ReadonlyMap<number, Segment>
  /** Asks the service what an earlier try has sent. */
  goOn(): Promise<void>
  /** Gives the MD5 of what was sent; undefined when that is not all. */
  send(pieces: Iterable<Piece>, body: Bytes, stop: AbortController): Promise<string | undefined>
  commit(md5: string | undefined): Promise<FsObject>
  readonly fate: Fate
  discard(): Promise<void>
}

function createUpload(write: Write, state: UploadState): Upload {
  const { session, containers, path, place, options, headers, signal } = write
  const at = segmentPlace(place, state.id)
  const there = new Map<number, Segment>()
  const tried = new Set<number>()
  let resumed = false
  const fate: Fate = { isOpen: false }

  const sendOne = async ({ number, bytes, etag }: Filled, stop: AbortSignal): Promise<void> => {
    const key = segmentKey(at, number)
    tried.add(number)
    const reply = await containers.withContainer(at.bucket, signal, () =>
      session.steadyRequest({
        method: 'PUT',
        place: { bucket: at.bucket, key },
        headers: { etag, 'content-type': 'application/octet-stream' },
        body: bytes,
        path,
        use: 'upload',
        bytes: bytes.byteLength,
        signal: stop,
        grace: GRACE,
      }),
    )
    const stored = versionOf(reply.headers.etag, 'plain')
    if (stored !== undefined && stored !== etag)
      throw new FsError('mismatch', `the service stored other bytes than were sent in segment ${number}`, { path })
    there.set(number, { bucket: at.bucket, key, bytes: bytes.byteLength, etag })
  }

  return {
    there,
    fate,
    goOn: async () => {
      for (const segment of await listSegments(session, at, { path, signal })) {
        const number = Number(segment.key.slice(at.prefix.length))
        const isOurs = Number.isSafeInteger(number) && segmentKey(at, number) === segment.key
        if (isOurs) there.set(number, segment)
      }
      resumed = there.size > 0
    },
    send: async (pieces, body, stop) => {
      const { segmentSize, size } = state
      const room = Math.max(1, Math.floor(MOST_MEMORY / segmentSize))
      const needed = size === 0 ? Number.POSITIVE_INFINITY : Math.ceil(size / segmentSize)
      const lanes = Math.min(session.settings.uploadConcurrency, room, needed)
      const either = AbortSignal.any([signal, stop.signal])
      const md5 = await sendPieces(pieces, body, { segmentSize, lanes, stop, send: (segment) => sendOne(segment, either) })
      if (!resumed) options.transfer?.sent({ md5 })
      return resumed ? undefined : md5
    },
    commit: async (md5) => {
      const segments = [...there].sort(([a], [b]) => a - b).map(([, segment]) => segment)
      const kind = await manifestKind(session, segments.length)
      const own: Headers = { ...headers, ...(md5 !== undefined && { [MD5]: md5 }) }
      const condition = conditionOf(options.replaces)
      const manifest = { place, segments, at, id: state.id, headers: { ...own, ...condition }, kind, path }
      if (state.size > 0 && totalOf(segments) !== state.size)
        throw new FsError('mismatch', 'the segments do not add up to the file', { path })
      await commitManifest(write, manifest, { replaces: options.replaces, signal }, fate)
      return writtenObject(path, { ...own, ...markOf(manifest) }, totalOf(segments), compositeEtag(segments))
    },
    discard: async () => {
      await removeAll(
        session,
        [...tried].map((number) => ({ bucket: at.bucket, key: segmentKey(at, number) })),
        path,
      )
      // One that was cut off may have arrived all the same.
      await removeAll(session, await listSegments(session, at, { path }), path)
    },
  }
}
