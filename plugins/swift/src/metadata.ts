import type { FsObject, Usage } from '@tranship/core/backend'
import type { Session } from './client.js'
import { headAnswer, headObject } from './head.js'
import { objectPlace } from './key.js'
import { metadataHeaders, metadataOf, systemHeaders } from './object-headers.js'

export async function readMetadata(
  session: Session,
  object: FsObject,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, string>>> {
  return metadataOf((await headAnswer(session, object.path, signal)).headers)
}

/** A POST replaces all metadata: what is to stay is named again. */
export async function setMetadata(
  session: Session,
  object: FsObject,
  metadata: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<FsObject> {
  const { path } = object
  const own = metadataHeaders(metadata, path)
  const { headers: head } = await headAnswer(session, path, signal)
  await session.request({ method: 'POST', place: objectPlace(path), headers: { ...systemHeaders(head), ...own }, path, signal })
  const { lastModified: _before, ...changed } = headObject(path, head)
  return changed
}

/** What the account uses, and its quota where it has one. */
export async function accountUsage(session: Session, signal: AbortSignal | undefined): Promise<Usage> {
  const { headers } = await session.request({ method: 'HEAD', path: '', signal })
  const used = bytesOf(headers['x-account-bytes-used'])
  const total = bytesOf(headers['x-account-meta-quota-bytes'] ?? headers['x-account-quota-bytes'])
  return {
    ...(used !== undefined && { used }),
    ...(total !== undefined && { total }),
    ...(total !== undefined && used !== undefined && { free: Math.max(0, total - used) }),
  }
}

function bytesOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
