import type { FsObject } from '@tranship/core/backend'
import type { Session } from './client.js'
import { generationOf } from './conditions.js'
import { objectPlace, objectTarget } from './key.js'

/** Removes an object, if it is still the one that was listed. */
export async function removeObject(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<void> {
  const { path } = object
  const query = { ifGenerationMatch: generationOf(object) }
  await session.request({ method: 'DELETE', target: objectTarget(objectPlace(path)), query, path, signal })
}
