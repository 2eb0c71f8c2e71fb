import { type FsObject, isFsError, type RemoveResult } from '@tranship/core/backend'
import { bulkRemove } from './bulk-remove.js'
import type { Session } from './client.js'
import { headersOf, type Turns } from './commit.js'
import { headAnswer, isLargeVersion, SEGMENTS, storingOf } from './head.js'
import { type ObjectPlace, objectPlace } from './key.js'
import { findSegments } from './large/find-segments.js'
import { removeKept } from './large/hidden.js'
import { removeSegments } from './large/remove-segments.js'

/** Removes an object, and after it its segments: a reader sees it whole or not at all. */
export function removeObject(session: Session, turns: Turns, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path } = object
  const place = objectPlace(path)
  const remove = () => session.request({ method: 'DELETE', place, path, signal })
  return turns(path, async () => {
    if (session.settings.largeObjects === 'none') {
      await remove()
      return
    }
    const { headers } = await headAnswer(session, path, signal).catch((error: unknown) => {
      // Ceph tells nothing of a manifest whose segments are gone, unless it is asked for the manifest itself.
      if (!isFsError(error, 'not-found')) throw error
      return session.request({ method: 'HEAD', place, query: { 'multipart-manifest': 'get' }, path, signal })
    })
    if (storingOf(headers) === 'plain' && headers[SEGMENTS] === undefined) {
      await remove()
      return
    }
    const segments = await findSegments(session, place, headers, { path, signal })
    if (segments === undefined) return removeKept(session, place, path)
    try {
      await session.request({ method: 'DELETE', place, path, atomic: true, signal })
    } catch (error) {
      // Where an answer was lost, nobody would find the segments later.
      if (!isFsError(error, 'unavailable') || (await headersOf(session, place, path, undefined)) !== undefined) throw error
    }
    await removeSegments(session, place, segments, path)
  })
}

/** Removes many with a few requests, those that are stored as one; the others have segments to be looked for. */
export async function* removeObjects(
  session: Session,
  turns: Turns,
  objects: readonly FsObject[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RemoveResult> {
  signal?.throwIfAborted()
  const plain: (ObjectPlace & { readonly path: string; readonly object: FsObject })[] = []
  const others: FsObject[] = []
  for (const object of objects) {
    const place = placeOfPlain(session, object)
    if (place === undefined) others.push(object)
    else plain.push({ ...place, path: object.path, object })
  }
  for await (const { item, error } of bulkRemove(session, plain, signal)) yield { object: item.object, ...(error && { error }) }
  yield* await Promise.all(others.map((object) => removeAlone(session, turns, object, signal)))
}

/** Undefined: it has segments, or it may have, or its path is no name of an object, which is told when it is removed alone. */
function placeOfPlain({ settings }: Session, { path, version }: FsObject): ObjectPlace | undefined {
  if (settings.largeObjects !== 'none' && (version === undefined || isLargeVersion(version))) return undefined
  try {
    return objectPlace(path)
  } catch {
    return undefined
  }
}

async function removeAlone(session: Session, turns: Turns, object: FsObject, signal: AbortSignal | undefined): Promise<RemoveResult> {
  try {
    await removeObject(session, turns, object, signal)
    return { object }
  } catch (error) {
    if (!isFsError(error)) throw error
    return { object, error }
  }
}
