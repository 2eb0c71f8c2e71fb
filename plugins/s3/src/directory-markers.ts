import { bucketPlace, type FsPath, isFsError, parentOf, untilAborted } from '@tranship/core/backend'
import { access, storing } from './client/request-members.js'
import { request, type Session } from './client/session.js'
import { objectKey } from './key.js'

/** The type by which other programs know an empty object as a directory. */
const DIRECTORY_TYPE = 'application/x-directory'

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
      for (let path = directory; bucketPlace(path).key !== undefined; path = parentOf(path)) {
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

async function makeMarker(session: Session, path: FsPath): Promise<void> {
  const { Bucket, Key } = objectKey(path)
  const { settings } = session
  const target = { Bucket, Key: `${Key}/` }
  try {
    await request(session, { path }, (s3, http) => s3.headObject({ ...target, ...access(settings) }, http))
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
    const input = { ...target, ...storing(settings), Body: new Uint8Array(), ContentLength: 0, ContentType: DIRECTORY_TYPE }
    await request(session, { path, use: 'upload' }, (s3, http) => s3.putObject(input, http))
  }
}
