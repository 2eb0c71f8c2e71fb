import { createHash } from 'node:crypto'
import { FsError, type Reply } from '@tranship/core/backend'
import type { Session } from '../client.js'
import { type Headers, SEGMENTS, versionOf } from '../head.js'
import { encodedPlace, type ObjectPlace } from '../key.js'
import type { LargeObjectKind } from '../settings.js'
import type { SegmentPlace } from './naming.js'
import type { Segment } from './segment.js'

/** What is written to make an object of segments. */
export interface Manifest {
  readonly place: ObjectPlace
  readonly segments: readonly Segment[]
  /** Where they are, all of them and nothing else. */
  readonly at: SegmentPlace
  readonly id: string
  /** What is stored with the object. */
  readonly headers: Headers
  readonly kind: LargeObjectKind
  readonly path: string
}

/** The kind of manifest for so many segments: a static one, unless the remote wants otherwise or the service is not good at them. */
export async function manifestKind(session: Session, segments: number): Promise<LargeObjectKind> {
  const { largeObjects } = session.settings
  if (largeObjects === 'dlo') return 'dlo'
  const { slo, mostSegments } = await session.capabilities()
  if (segments > mostSegments) return 'dlo'
  return slo || largeObjects === 'slo' ? 'slo' : 'dlo'
}

/** Makes the object, at once and as a whole, in the place of what was there. */
export function writeManifest(session: Session, { place, segments, at, id, headers, kind, path }: Manifest): Promise<Reply> {
  const own = { ...headers, [SEGMENTS]: id, ...(kind === 'dlo' && markOf({ kind, at })) }
  const call = { method: 'PUT', place, path, use: 'upload', atomic: true } as const
  if (kind === 'dlo') return session.request({ ...call, headers: own, body: new Uint8Array() })
  const list = segments.map(({ bucket, key, etag, bytes }) => ({ path: `/${bucket}/${key}`, etag, size_bytes: bytes }))
  return session.request({ ...call, query: { 'multipart-manifest': 'put' }, headers: own, body: Buffer.from(JSON.stringify(list)) })
}

/** The header that tells of a manifest. */
export function markOf({ kind, at }: Pick<Manifest, 'kind' | 'at'>): Headers {
  return kind === 'slo' ? { 'x-static-large-object': 'True' } : { 'x-object-manifest': encodedPlace({ bucket: at.bucket, key: at.prefix }) }
}

/** The ETag of an object of these segments: the MD5 of their MD5s. */
export function compositeEtag(segments: readonly Segment[]): string {
  const digest = createHash('md5')
  for (const { etag } of segments) digest.update(etag)
  return digest.digest('hex')
}

/** Throws `mismatch` if the service has put together other segments than those of a static manifest. */
export function checkAnswer(answer: Headers, { kind, segments, path }: Manifest): void {
  const made = versionOf(answer.etag, kind)
  if (kind === 'dlo' || made === undefined || made === versionOf(compositeEtag(segments), kind)) return
  throw new FsError('mismatch', `the service put together other segments than were sent (ETag ${answer.etag})`, { path })
}
