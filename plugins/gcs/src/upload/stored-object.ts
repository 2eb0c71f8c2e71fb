import { differingHash, FsError, type FsObject, type Hashes } from '@tranship/core/backend'
import { generationOf } from '../conditions.js'
import { objectTarget } from '../key.js'
import { type ObjectResource, objectOf } from '../resource.js'
import type { Write } from './write.js'

/**
 * The object that a write has made. The service has checked its bytes before it stored them; one that did not, and tells of others
 * than were sent, loses them again.
 */
export async function storedObject(
  { session, path, place, signal }: Write,
  resource: ObjectResource,
  sent: { readonly size: number; readonly hashes: Hashes },
): Promise<FsObject> {
  const stored = objectOf(path, resource, { decompresses: false })
  const differs = stored.size === sent.size ? differingHash(sent.hashes, stored.hashes) : 'size'
  if (differs === undefined) return objectOf(path, resource, session.settings)
  const generation = generationOf(stored)
  if (generation !== undefined) {
    const call = { method: 'DELETE', target: objectTarget(place), query: { ifGenerationMatch: generation }, path, signal } as const
    await session.steadyRequest(call).catch(() => {})
  }
  throw new FsError('mismatch', `the service stored bytes of another ${differs} than were sent; what was there before is lost`, { path })
}
