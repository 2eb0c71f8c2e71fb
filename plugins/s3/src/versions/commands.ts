import type { ObjectIdentifier } from '@aws-sdk/client-s3'
import { bucketPlace, FsError, type FsPath, keyPrefix } from '@tranship/core/backend'
import { deleting } from '../client/request-members.js'
import { request, type Session, steadyRequest } from '../client/session.js'
import type { Call } from '../commands/run.js'
import { type VersionPage, versionLists } from './version-pages.js'

/** Shows or sets whether a bucket keeps versions. */
export async function versioning(session: Session, { at, args, signal }: Call): Promise<string> {
  const Bucket = bucketOf(at)
  const [wanted] = args
  if (wanted !== undefined) {
    if (wanted !== 'Enabled' && wanted !== 'Suspended') throw new FsError('unsupported', 'say Enabled or Suspended', { path: at })
    const input = { Bucket, VersioningConfiguration: { Status: wanted } } as const
    await request(session, { path: Bucket, signal }, (s3, http) => s3.putBucketVersioning(input, http))
  }
  const { Status } = await request(session, { path: Bucket, signal }, (s3, http) => s3.getBucketVersioning({ Bucket }, http))
  return Status ?? 'Unversioned'
}

/**
 * Removes every version but the latest at and below a path; then, if all of them are gone, the marks of deleted objects: a mark
 * that goes first would bring back what it hides.
 */
export async function removeHidden(session: Session, { at, signal }: Call): Promise<void> {
  const bucket = bucketOf(at)
  await removeVersions(session, bucket, at, signal, ({ isLatest }) => !isLatest)
  await removeVersions(session, bucket, at, signal, ({ isLatest, isDeletion }) => isLatest && isDeletion)
}

async function removeVersions(
  session: Session,
  bucket: string,
  at: FsPath,
  signal: AbortSignal | undefined,
  isWanted: (version: VersionPage['versions'][number]) => boolean,
): Promise<void> {
  const prefix = keyPrefix(bucketPlace(at))
  for await (const { versions } of versionLists(session, { bucket, prefix, path: at, signal })) {
    const Objects = versions.filter(isWanted).map(({ key, id }): ObjectIdentifier => ({ Key: key, VersionId: id }))
    if (Objects.length === 0) continue
    const input = { Bucket: bucket, Delete: { Objects }, ...deleting(session.settings) }
    const { Errors: [first] = [] } = await steadyRequest(session, { path: bucket, signal }, (s3, http) => s3.deleteObjects(input, http))
    if (first !== undefined) {
      throw new FsError('denied', `a version was not removed: ${first.Code ?? 'the service does not say why'}`, {
        path: `${bucket}/${first.Key}`,
      })
    }
  }
}

function bucketOf(at: FsPath): string {
  if (at === '') throw new FsError('invalid-path', 'name a bucket', { path: at })
  return bucketPlace(at).bucket
}
