import { FsError, isFsError } from '@tranship/core/backend'
import type { Session } from '../client.js'
import { type Headers, SEGMENTS, storingOf } from '../head.js'
import type { ObjectPlace } from '../key.js'
import { namePages } from '../list-pages.js'
import { type SegmentPlace, segmentPlace } from './naming.js'
import { type Segment, totalOf } from './segment.js'

/** Bytes of a manifest that is read; a service allows eight million. */
const LONGEST_MANIFEST = 64 * 1024 ** 2

/**
 * The segments of an object, by the headers of its HEAD: none of one that is stored as one. Undefined: the service keeps them
 * to itself (Ceph shows no static manifest), or they are no plain objects.
 */
export async function findSegments(
  session: Session,
  place: ObjectPlace,
  headers: Headers,
  about: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<readonly Segment[] | undefined> {
  const storing = storingOf(headers)
  const id = headers[SEGMENTS]
  if (storing === 'plain') return id === undefined ? [] : listSegments(session, segmentPlace(place, id), about) // a manifest that is not whole
  if (id !== undefined) {
    // One who copied the manifest copied its metadata too: the segments are those of this object only if they add up.
    const own = await listSegments(session, segmentPlace(place, id), about)
    if (own.length > 0 && totalOf(own) === Number(headers['content-length'])) return own
  }
  if (storing === 'dlo') return listSegments(session, dynamicPlace(headers['x-object-manifest'] ?? '', about.path), about)
  return staticSegments(session, place, about)
}

/** All objects whose names begin with a prefix. Where there is no such container there are none. */
export async function listSegments(
  session: Session,
  { bucket, prefix }: SegmentPlace,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<Segment[]> {
  const found: Segment[] = []
  try {
    for await (const names of namePages(session, { bucket, prefix, path, signal })) {
      for (const listed of names) {
        if (listed.kind === 'object') found.push({ bucket, key: listed.name, bytes: listed.bytes, etag: listed.hash ?? '' })
      }
    }
  } catch (error) {
    if (isFsError(error, 'not-found')) return []
    throw error
  }
  return found
}

/** "container/prefix", percent-encoded. */
function dynamicPlace(manifest: string, path: string): SegmentPlace {
  const text = decoded(manifest)
  const slash = text.indexOf('/')
  if (slash <= 0) throw new FsError('unexpected', `the manifest of the object makes no sense: ${JSON.stringify(manifest)}`, { path })
  return { bucket: text.slice(0, slash), prefix: text.slice(slash + 1) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

interface ManifestEntry {
  readonly name?: string
  readonly bytes?: number
  readonly hash?: string
  readonly range?: unknown
  readonly sub_slo?: unknown
  readonly data?: unknown
}

async function staticSegments(
  session: Session,
  place: ObjectPlace,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<readonly Segment[] | undefined> {
  const query = { 'multipart-manifest': 'get' }
  const { body } = await session.request({ method: 'GET', place, query, path, signal, limit: LONGEST_MANIFEST })
  if (body.length === 0) return undefined
  const entries = parsed(body)
  if (!Array.isArray(entries)) throw new FsError('unexpected', 'the service shows a manifest that is no list', { path })
  const segments = entries.map((entry: ManifestEntry) => segmentOf(entry))
  return segments.some((segment) => segment === undefined) ? undefined : (segments as Segment[])
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** Undefined: a part of a segment, another large object, or bytes in the manifest itself. */
function segmentOf({ name, bytes, hash, range, sub_slo: nested, data }: ManifestEntry): Segment | undefined {
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(name ?? '')
  if (parts === null || range !== undefined || nested === true || data !== undefined) return undefined
  return { bucket: parts[1] ?? '', key: parts[2] ?? '', bytes: bytes ?? 0, etag: hash ?? '' }
}
