import { bucketPlace, comparePaths, FsError, type FsObject, type FsPath } from '@tranship/core/backend'
import type { Session } from '../client/session.js'
import type { VersionView } from '../client/settings.js'
import { headObject } from '../listing/object-entry.js'
import { headAnswer } from '../stat.js'
import { type VersionKey, versionEntryId } from './version-key.js'
import { keyOfVersion } from './version-name.js'
import { versionPages } from './version-pages.js'

/** The object that a view shows at a path, with all its fields. */
export async function statVersion(session: Session, view: VersionView, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { bucket, key } = bucketPlace(path)
  if (key === undefined) throw new FsError('is-directory', path === '' ? 'the root is a directory' : 'a bucket is a directory', { path })
  const shown = await shownVersion(session, view, { bucket, key, path, signal })
  if (shown === undefined) throw new FsError('not-found', 'no such version', { path })
  return {
    ...headObject(path, await headAnswer(session, path, signal, shown), session.settings),
    id: versionEntryId(shown.VersionId, shown.Key),
  }
}

interface Wanted {
  readonly bucket: string
  readonly key: string
  readonly path: FsPath
  readonly signal: AbortSignal | undefined
}

/** Looks through the versions of the keys that can be shown by this name. */
async function shownVersion(session: Session, view: VersionView, { bucket, key, path, signal }: Wanted): Promise<VersionKey | undefined> {
  const old = view.kind === 'all' ? keyOfVersion(key) : undefined
  for (const stored of old === undefined ? [key] : [key, old]) {
    for await (const { keys } of versionPages(session, { bucket, prefix: stored, path, signal }, view)) {
      const found = keys.find((listed) => listed.key === key)
      if (found?.version !== undefined) return { Bucket: bucket, Key: found.version.key, VersionId: found.version.id }
      const last = keys.at(-1)?.version
      if (last !== undefined && comparePaths(last.key, stored) > 0) break
    }
  }
  return undefined
}
