import { isFsError } from '@tranship/core/backend'
import type { Session } from '../client.js'
import { encodedPlace, type ObjectPlace } from '../key.js'
import { freshId, segmentKey, segmentPlace } from './naming.js'

/**
 * A static manifest whose segments the service does not show (Ceph) can only be removed with them by the service itself. Where
 * it is to be replaced, a copy of it is kept until then: such a service copies the manifest, not the bytes.
 */
export async function keepManifest(session: Session, place: ObjectPlace, path: string): Promise<ObjectPlace | undefined> {
  const at = segmentPlace(place, freshId())
  const kept = { bucket: at.bucket, key: segmentKey(at, 0) }
  const headers = { 'x-copy-from': `/${encodedPlace(place)}` }
  const copy = () => session.steadyRequest({ method: 'PUT', place: kept, headers, path })
  await copy().catch(async (error: unknown) => {
    if (!isFsError(error, 'not-found')) throw error
    await session.steadyRequest({ method: 'PUT', place: { bucket: at.bucket }, path, action: 'container' })
    return copy()
  })
  const { headers: head } = await session.steadyRequest({ method: 'HEAD', place: kept, path })
  if (head['x-static-large-object'] !== undefined) return kept
  // The service has copied the bytes instead.
  await session.steadyRequest({ method: 'DELETE', place: kept, path })
  session.context.log('notice', 'its segments stay: the service does not tell which they are', path)
  return undefined
}

/** Removes a manifest and all that it names. */
export async function removeKept(session: Session, place: ObjectPlace, path: string): Promise<void> {
  await session.steadyRequest({
    method: 'DELETE',
    place,
    query: { 'multipart-manifest': 'delete' },
    headers: { accept: 'application/json' },
    path,
  })
}
