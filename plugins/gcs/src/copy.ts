import { type CopyOptions, FsError, type FsObject, type FsPath, isFsError, joinPath } from '@tranship/core/backend'
import type { Buckets } from './buckets/buckets.js'
import { jsonOf, type Session } from './client.js'
import { generationOf, replacedGeneration } from './conditions.js'
import { bucketTarget, type ObjectPlace, objectPlace, objectTarget } from './key.js'
import { keptMetadata } from './metadata.js'
import { ENTRY_FIELDS, type ObjectResource, objectOf, timeMetadata } from './resource.js'
import { realmOf } from './settings.js'
import { resourceAt, statObject } from './stat.js'

interface RewriteAnswer {
  readonly done?: boolean
  readonly rewriteToken?: string
  readonly totalBytesRewritten?: string
  readonly resource?: ObjectResource
}

interface Rewrite {
  readonly from: ObjectPlace
  readonly to: ObjectPlace
  /** The generations that source and target must have. */
  readonly source: string | undefined
  readonly target: string | undefined
  /** In place of all that is stored with the source. */
  readonly resource?: object
  readonly path: FsPath
  readonly signal?: AbortSignal | undefined
}

/** How many answers in a row may tell of no progress. */
const MOST_IDLE = 3

/**
 * Copies within the service. A large object, or one that changes its place or class, takes several requests, each of which goes on
 * where the one before came to; one that comes no further is given up.
 */
async function rewrite(session: Session, { from, to, source, target, resource, path, signal }: Rewrite): Promise<ObjectResource> {
  let token: string | undefined
  let reached = -1
  let idle = 0
  for (;;) {
    const reply = await session.steadyRequest({
      method: 'POST',
      target: `${objectTarget(from)}/rewriteTo${bucketTarget(to.bucket)}/o/${encodeURIComponent(to.key)}`,
      query: {
        ifSourceGenerationMatch: source,
        ifGenerationMatch: target,
        destinationPredefinedAcl: session.settings.objectAcl,
        rewriteToken: token,
        fields: `done,rewriteToken,totalBytesRewritten,resource(${ENTRY_FIELDS})`,
      },
      ...(resource !== undefined && { json: resource }),
      path,
      signal,
    })
    const answer = jsonOf<RewriteAnswer>(reply, path)
    if (answer.done && answer.resource !== undefined) return answer.resource
    const now = Number(answer.totalBytesRewritten ?? 0)
    idle = now > reached ? 0 : idle + 1
    reached = Math.max(reached, now)
    token = answer.rewriteToken
    if (token === undefined || idle >= MOST_IDLE)
      throw new FsError('unavailable', `the service stopped to copy after ${reached} bytes`, { path })
  }
}

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

/** Moves an object to another storage class: a copy onto itself. */
export async function setTier(session: Session, object: FsObject, tier: string, signal: AbortSignal | undefined): Promise<FsObject> {
  const { path } = object
  const before = await resourceAt(session, path, { ifGenerationMatch: generationOf(object) }, signal)
  const place = objectPlace(path)
  const { generation } = before
  const resource = { ...keptMetadata(before, {}), storageClass: tier.toUpperCase() }
  const after = await rewrite(session, { from: place, to: place, source: generation, target: generation, resource, path, signal })
  return objectOf(path, after, session.settings)
}
