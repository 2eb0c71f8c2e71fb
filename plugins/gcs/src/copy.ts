import { type CopyOptions, FsError, type FsObject, type FsPath, isFsError, joinPath } from '@tranship/core/backend'
import type { Buckets } from './buckets/buckets.js'
import { setModTime } from './change.js'
import type { Session } from './client.js'
import { generationOf, replacedGeneration } from './conditions.js'
import { objectPlace } from './key.js'
import { keptMetadata } from './metadata.js'
import { type ObjectResource, objectOf, timeMetadata } from './resource.js'
import { type Rewrite, rewrite } from './rewrite.js'
import { realmOf } from './settings.js'
import { resourceAt, statObject } from './stat.js'

/** Copies an object within the realm, with all that is stored with it; the modification time is kept or replaced. */
export async function copyObject(
  { session, buckets }: { readonly session: Session; readonly buckets: Buckets },
  object: FsObject,
  to: FsPath,
  options: CopyOptions,
): Promise<FsObject> {
  const { from, signal, replaces } = options
  const { settings } = session
  if (from !== undefined && from.realm !== realmOf(settings)) {
    throw new FsError('unsupported', 'copies within the service need the same endpoint and account', { path: object.path })
  }
  const source = from === undefined ? object.path : joinPath(from.path as FsPath, object.path)
  const modTime = options.modTime ?? object.modTime
  if (source === to) {
    const now = await statObject(session, to, signal)
    return modTime === undefined || modTime === now.modTime ? now : setModTime(session, now, modTime, signal)
  }
  const places = { from: objectPlace(source), to: objectPlace(to), path: source, signal }
  const held = { source: generationOf(object), target: replacedGeneration(replaces) }
  // Without a resource of its own the copy keeps that of its source, by a single request.
  const isOther = settings.storageClass !== undefined || (options.modTime !== undefined && options.modTime !== object.modTime)
  const run = async (): Promise<ObjectResource> => {
    if (!isOther) return rewrite(session, { ...places, ...held })
    const before = await resourceAt(session, source, { ifGenerationMatch: held.source }, signal)
    const own = modTime === undefined ? {} : timeMetadata(modTime)
    const resource = { ...keptMetadata(before, own), ...(settings.storageClass !== undefined && { storageClass: settings.storageClass }) }
    return rewrite(session, { ...places, ...held, source: before.generation ?? held.source, resource })
  }
  const copied = objectOf(to, await copying(session, buckets, places, run), settings)
  // A source that keeps no time of its own gave its copy the time of the copying.
  return modTime === undefined || copied.modTime === modTime ? copied : setModTime(session, copied, modTime, signal)
}

/** Where something is missing it is the source, or the bucket that the copy goes to, which is made then. */
async function copying(
  session: Session,
  buckets: Buckets,
  { from, to, path, signal }: Pick<Rewrite, 'from' | 'to' | 'path' | 'signal'>,
  run: () => Promise<ObjectResource>,
): Promise<ObjectResource> {
  try {
    return await run()
  } catch (error) {
    if (!isFsError(error, 'not-found') || from.bucket === to.bucket) throw error
    await resourceAt(session, path, { fields: 'name' }, signal)
    return buckets.withBucket(to.bucket, signal, run)
  }
}
