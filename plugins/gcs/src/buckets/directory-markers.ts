import { FsError, type FsPath, isFsError, keyPrefix, parentOf, untilAborted } from '@tranship/core/backend'
import type { Session } from '../client.js'
import { bucketTarget, objectPlace, objectTarget, placeOf } from '../key.js'
import { isMarker } from '../listing/entries.js'
import { namePages } from '../listing/list-pages.js'

/** The empty objects that stand for directories. */
export interface Markers {
  /** Makes those of a directory and of all above it that are not there; each is asked for once. */
  make(directory: FsPath, signal: AbortSignal | undefined): Promise<void>
  /** What is known of a directory, and of those below it, holds no more. */
  forget(directory: FsPath): void
}

export function createMarkers(session: Session): Markers {
  const made = new Map<FsPath, Promise<void>>()
  return {
    make: async (directory, signal) => {
      for (let path = directory; placeOf(path).key !== undefined; path = parentOf(path)) {
        const known = made.get(path)
        const making = known ?? makeMarker(session, path)
        if (known === undefined) {
          made.set(path, making)
          making.catch(() => made.delete(path))
        }
        await untilAborted(making, signal)
        if (known !== undefined) return // so are those above
      }
    },
    forget: (directory) => {
      for (const path of made.keys()) if (path === directory || path.startsWith(`${directory}/`)) made.delete(path)
    },
  }
}

/** One that is there stays as it is. */
async function makeMarker(session: Session, path: FsPath): Promise<void> {
  const { bucket, key } = objectPlace(path)
  try {
    await session.steadyRequest({
      method: 'POST',
      target: `${bucketTarget(bucket)}/o`,
      isUpload: true,
      query: {
        uploadType: 'media',
        name: `${key}/`,
        ifGenerationMatch: '0',
        predefinedAcl: session.settings.objectAcl,
        fields: 'generation',
      },
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(),
      path,
      use: 'upload',
    })
  } catch (error) {
    if (!isFsError(error, 'precondition-failed')) throw error
  }
}

/** Removes what stands for an empty directory. Without real directories, nothing below it means that it is gone. */
export async function removeMarker(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, key = '' } = placeOf(path)
  const prefix = keyPrefix({ bucket, key })
  let hasMarker = false
  for await (const names of namePages(session, { bucket, prefix, limit: 2, path, signal })) {
    if (names.some((listed) => listed.name !== prefix || !isMarker(listed)))
      throw new FsError('not-empty', 'the directory is not empty', { path })
    hasMarker ||= names.length > 0
  }
  if (hasMarker) await session.request({ method: 'DELETE', target: objectTarget({ bucket, key: prefix }), path, signal })
}
