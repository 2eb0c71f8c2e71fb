import { type FsDirectory, FsError, type FsPath, isFsError, keyPrefix, untilAborted } from '@tranship/core/backend'
import type { Session } from './client.js'
import { statusOf } from './errors.js'
import { isDirectoryMarker } from './head.js'
import { placeOf } from './key.js'
import { segmentsContainer } from './large/naming.js'
import { namePages } from './list-pages.js'

/** The containers of one Fs, as far as they must be made and removed. */
export interface Containers {
  /** Makes the container of a path; of a path within a container only if this Fs has not made or met it already. */
  makeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<FsDirectory>
  removeDirectory(path: FsPath, signal: AbortSignal | undefined): Promise<void>
  /** Does `write`; where its container is missing, makes the container, once for all who miss it, and does it again. */
  withContainer<Answer>(container: string, signal: AbortSignal | undefined, write: () => Promise<Answer>): Promise<Answer>
  /** Makes the container for the segments of the objects in `container`, unless this Fs has made it, with the same storage policy. */
  makeForSegments(container: string, signal: AbortSignal | undefined): Promise<void>
}

export function createContainers(session: Session): Containers {
  const made = new Map<string, Promise<void>>()

  const make = (container: string, policy: () => Promise<string | undefined>): Promise<void> => {
    const making = policy().then((name) => createContainer(session, container, name))
    made.set(container, making)
    making.catch(() => made.delete(container))
    return making
  }
  const own = async () => session.settings.storagePolicy

  return {
    makeDirectory: async (path, signal) => {
      signal?.throwIfAborted()
      const { bucket, key } = placeOf(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be made: name a container', { path })
      await untilAborted((key === undefined ? undefined : made.get(bucket)) ?? make(bucket, own), signal)
      return { kind: 'directory', path }
    },
    removeDirectory: async (path, signal) => {
      const { bucket, key } = placeOf(path)
      if (path === '') throw new FsError('invalid-path', 'the root cannot be removed', { path })
      if (key !== undefined) return removeMarkers(session, path, signal)
      await session.request({ method: 'DELETE', place: { bucket }, path, action: 'remove container', signal })
      made.delete(bucket)
      const segments = segmentsContainer(bucket)
      made.delete(segments)
      await removeIfEmpty(session, segments)
    },
    withContainer: async (container, signal, write) => {
      try {
        return await write()
      } catch (error) {
        if (statusOf(error) !== 404) throw error
        await untilAborted(make(container, own), signal)
        return write()
      }
    },
    makeForSegments: async (container, signal) => {
      const segments = segmentsContainer(container)
      await untilAborted(made.get(segments) ?? make(segments, () => policyOf(session, container)), signal)
    },
  }
}

/** Makes a container; one that exists is kept. */
async function createContainer(session: Session, bucket: string, policy: string | undefined): Promise<void> {
  const headers = policy === undefined ? {} : { 'x-storage-policy': policy }
  try {
    await session.request({ method: 'PUT', place: { bucket }, path: bucket, action: 'container', headers })
  } catch (error) {
    if (statusOf(error) !== 409) throw error // it exists with another policy, which it keeps
  }
}

/** The storage policy of a container; that of the remote where there is no such container yet. */
async function policyOf(session: Session, bucket: string): Promise<string | undefined> {
  try {
    const { headers } = await session.request({ method: 'HEAD', place: { bucket }, path: bucket, action: 'container' })
    return headers['x-storage-policy']
  } catch (error) {
    if (isFsError(error, 'not-found')) return session.settings.storagePolicy
    throw error
  }
}

/** The container for segments goes with the one it was made for. What is not empty belongs to somebody. */
async function removeIfEmpty(session: Session, bucket: string): Promise<void> {
  try {
    await session.request({ method: 'DELETE', place: { bucket }, path: bucket, action: 'remove container' })
  } catch (error) {
    if (!isFsError(error, 'not-found') && !isFsError(error, 'not-empty')) throw error
  }
}

/** Removes what stands for an empty directory: "d/", or "d" of the type of a directory. Without real directories, nothing below it means that it is gone. */
async function removeMarkers(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const { bucket, key = '' } = placeOf(path)
  const prefix = keyPrefix({ bucket, key })
  const markers: string[] = []
  for await (const items of namePages(session, { bucket, prefix, limit: 2, path, signal })) {
    if (items.some((item) => item.name !== prefix || (item.kind === 'object' && item.bytes > 0)))
      throw new FsError('not-empty', 'the directory is not empty', { path })
    markers.push(...items.map(({ name }) => name))
  }
  const head = await session.request({ method: 'HEAD', place: { bucket, key }, path, signal }).catch((error: unknown) => {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  })
  if (head !== undefined && isDirectoryMarker(head.headers)) markers.push(key)
  for (const name of markers) await session.request({ method: 'DELETE', place: { bucket, key: name }, path, signal })
}
