import { FsError, type FsObject } from '@tranship/core/backend'
import { objectKey } from '../key.js'

/** One version of an object, under the names of the S3 API. */
export interface VersionKey {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId: string
}

/** The id of an entry that shows a version: its own id, which has no slash, and its key. */
export function versionEntryId(versionId: string, key: string): string {
  return `${versionId}/${key}`
}

/** The version that an entry of a view shows. */
export function versionKey({ path, id }: FsObject): VersionKey {
  const slash = id?.indexOf('/') ?? -1
  if (id === undefined || slash === -1) throw new FsError('unsupported', 'of versions only what was listed can be read', { path })
  return { Bucket: objectKey(path).Bucket, Key: id.slice(slash + 1), VersionId: id.slice(0, slash) }
}
