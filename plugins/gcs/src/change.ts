import type { FsObject } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { generationOf } from './conditions.js'
import { objectPlace, objectTarget } from './key.js'
import { keptMetadata } from './metadata.js'
import { ENTRY_FIELDS, type ObjectResource, objectOf, timeMetadata } from './resource.js'
import { rewrite } from './rewrite.js'
import { resourceAt } from './stat.js'

/** Sets the modification time of an object by one request; its bytes and all else stay as they are. */
export async function setModTime(session: Session, object: FsObject, time: bigint, signal: AbortSignal | undefined): Promise<FsObject> {
  const { path } = object
  const reply = await session.steadyRequest({
    method: 'PATCH',
    target: objectTarget(objectPlace(path)),
    query: { ifGenerationMatch: generationOf(object), fields: ENTRY_FIELDS },
    json: { metadata: timeMetadata(time) },
    path,
    signal,
  })
  return objectOf(path, jsonOf<ObjectResource>(reply, path), session.settings)
}

/** Moves an object to another storage class: a copy onto itself. One that is in it already stays as it is. */
export async function setTier(session: Session, object: FsObject, tier: string, signal: AbortSignal | undefined): Promise<FsObject> {
  const { path } = object
  const storageClass = tier.toUpperCase()
  const before = await resourceAt(session, path, {}, signal)
  if (before.storageClass === storageClass) return objectOf(path, before, session.settings)
  const place = objectPlace(path)
  const { generation } = before
  const resource = { ...keptMetadata(before, {}), storageClass }
  const after = await rewrite(session, { from: place, to: place, source: generation, target: generation, resource, path, signal })
  return objectOf(path, after, session.settings)
}
