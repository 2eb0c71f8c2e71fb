import { type CopyOptions, FsError, type FsObject, type FsPath, joinPath, toDecimalSeconds } from '@tranship/core/backend'
import type { Session } from './client.js'
import { committed, type Turns, writtenObject } from './commit.js'
import type { Containers } from './containers.js'
import { headAnswer, headObject, isDirectoryMarker, MTIME, storingOf } from './head.js'
import { encodedPlace, objectPlace } from './key.js'
import { copyInSegments } from './large/copy-segments.js'
import { keptHeaders } from './object-headers.js'
import { realmOf } from './settings.js'

export interface CopyTools {
  readonly session: Session
  readonly containers: Containers
  readonly turns: Turns
}

/** Copies an object within the account, with all that is stored with it; the modification time is kept or replaced. */
export async function copyObject(tools: CopyTools, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { session, containers, turns } = tools
  const { from, signal, replaces } = options
  if (from !== undefined && from.realm !== realmOf(session.settings)) {
    throw new FsError('unsupported', 'copies within the service need the same service and account', { path: object.path })
  }
  const source = from === undefined ? object.path : joinPath(from.path as FsPath, object.path)
  const target = objectPlace(to)
  const { headers: head } = await headAnswer(session, source, signal)
  if (isDirectoryMarker(head)) throw new FsError('is-directory', 'it stands for a directory', { path: source })
  const before = headObject(source, head)
  if (source === to && (options.modTime === undefined || options.modTime === before.modTime)) return before

  // A source that keeps no time of its own would give its copy the time of the copying.
  const modTime = options.modTime ?? before.modTime
  const time = modTime === undefined ? {} : { [MTIME]: toDecimalSeconds(modTime) }
  if (source === to) return postTime(tools, source, head, time, signal)
  const sent = { 'content-type': before.mimeType ?? 'application/octet-stream', ...keptHeaders(head), ...time }
  if (storingOf(head) !== 'plain') return copyInSegments(tools, { source, to, head, sent, options })

  // No condition: Swift would hold the source to it.
  const headers = { 'x-copy-from': `/${encodedPlace(objectPlace(source))}`, ...sent }
  const { headers: answer } = await containers.withContainer(target.bucket, signal, () =>
    committed({ session, turns, path: to, replaces, signal }, (atomic) =>
      session.request({ method: 'PUT', place: target, headers, path: to, signal, atomic }),
    ),
  )
  if (answer.etag !== undefined && before.version !== undefined && answer.etag.replaceAll('"', '') !== before.version) {
    // It was another object by the time it was copied.
    const { headers: now } = await headAnswer(session, to, signal)
    return headObject(to, now)
  }
  return writtenObject(to, { ...sent, ...(head.etag !== undefined && { etag: head.etag }) }, before.size ?? 0, head.etag)
}

/** Sets the modification time of an object; its bytes stay where they are. */
export async function setModTime(tools: CopyTools, object: FsObject, time: bigint, signal: AbortSignal | undefined): Promise<FsObject> {
  const { headers: head } = await headAnswer(tools.session, object.path, signal)
  return postTime(tools, object.path, head, { [MTIME]: toDecimalSeconds(time) }, signal)
}

async function postTime(
  { session }: CopyTools,
  path: FsPath,
  head: Readonly<Record<string, string>>,
  time: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<FsObject> {
  await session.request({ method: 'POST', place: objectPlace(path), headers: { ...keptHeaders(head), ...time }, path, signal })
  const { lastModified: _before, ...object } = headObject(path, { ...head, ...time })
  return object
}
