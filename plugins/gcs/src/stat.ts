import { FsError, type FsObject, type FsPath } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { objectPlace, objectTarget, placeOf } from './key.js'
import { ENTRY_FIELDS, type ObjectResource, objectOf } from './resource.js'

/** One object with all its fields. A bucket and the root are directories, told without a request. */
export async function statObject(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { key } = placeOf(path)
  if (key === undefined) throw new FsError('is-directory', path === '' ? 'the root is a directory' : 'a bucket is a directory', { path })
  if (key === '') throw new FsError('not-found', 'no such object', { path })
  return objectOf(path, await resourceAt(session, path, { fields: ENTRY_FIELDS }, signal), session.settings)
}

/** The resource of an object: some fields of it, or all; that of one generation, or what is there now. */
export async function resourceAt(
  session: Session,
  path: FsPath,
  query: { readonly fields?: string; readonly ifGenerationMatch?: string | undefined },
  signal: AbortSignal | undefined,
): Promise<ObjectResource> {
  const reply = await session.request({ method: 'GET', target: objectTarget(objectPlace(path)), query, path, signal })
  return jsonOf<ObjectResource>(reply, path)
}
