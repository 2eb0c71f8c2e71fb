import { type CopyOptions, FsError, type FsObject, type FsPath } from '@tranship/core/backend'
import { conditionOf, writtenObject } from '../commit.js'
import type { CopyTools } from '../copy.js'
import type { Headers } from '../head.js'
import { encodedPlace, objectPlace } from '../key.js'
import { commitManifest, type Fate } from './commit-manifest.js'
import { findSegments } from './find-segments.js'
import { compositeEtag, manifestKind, markOf } from './manifest.js'
import { freshId, segmentKey, segmentPlace } from './naming.js'
import { removeAll } from './remove-segments.js'
import { type Segment, totalOf } from './segment.js'

export interface LargeCopy {
  readonly source: FsPath
  readonly to: FsPath
  /** Of the source. */
  readonly head: Headers
  /** What is stored with the copy. */
  readonly sent: Headers
  readonly options: CopyOptions
}

/**
 * Copies an object segment by segment, on the server, so that the copy has segments of its own. `unsupported` where the service
 * does not show them: a copy that shared them would go with the original.
 */
export async function copyInSegments(tools: CopyTools, { source, to, head, sent, options }: LargeCopy): Promise<FsObject> {
  const { session, containers } = tools
  const { signal, replaces } = options
  const place = objectPlace(to)
  const found = await findSegments(session, objectPlace(source), head, { path: source, signal })
  if (found === undefined) throw new FsError('unsupported', 'the service does not show the segments of the object', { path: source })
  if (totalOf(found) !== Number(head['content-length'])) {
    throw new FsError('unavailable', 'the segments of the object do not add up to it', { path: source })
  }
  const id = freshId()
  const at = segmentPlace(place, id)
  const segments = found.map((segment, index): Segment => ({ ...segment, bucket: at.bucket, key: segmentKey(at, index + 1) }))
  await containers.makeForSegments(place.bucket, signal)
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const { 'x-object-manifest': _old, ...own } = sent
  const fate: Fate = { isOpen: false }
  try {
    const outcomes = await Promise.allSettled(
      segments.map(async ({ bucket, key }, index) => {
        const headers = { 'x-copy-from': `/${encodedPlace(found[index] as Segment)}` }
        await session
          .steadyRequest({ method: 'PUT', place: { bucket, key }, headers, path: to, signal: either })
          .catch((error: unknown) => {
            stop.abort(error)
            throw error
          })
      }),
    )
    if (outcomes.some(({ status }) => status === 'rejected')) throw stop.signal.reason
    const kind = await manifestKind(session, segments.length)
    const manifest = { place, segments, at, id, headers: { ...own, ...conditionOf(replaces) }, kind, path: to }
    await commitManifest(tools, manifest, { replaces, signal }, fate)
    return writtenObject(to, { ...own, ...markOf(manifest) }, totalOf(segments), compositeEtag(segments))
  } catch (error) {
    if (!fate.isOpen) await removeAll(session, segments, to)
    throw signal?.aborted ? signal.reason : error
  }
}
