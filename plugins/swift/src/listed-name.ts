import { FsError } from '@tranship/core/backend'

/** One entry of a listing: an object, a container, or what all names up to a delimiter have in common. */
export type ListedName =
  | { readonly kind: 'prefix'; readonly name: string }
  | {
      readonly kind: 'object'
      readonly name: string
      readonly bytes: number
      /** The MD5 of the bytes; of a large object that of nothing, or of its manifest. */
      readonly hash: string | undefined
      /** Of a static large object, where the service tells it. */
      readonly sloEtag: string | undefined
      readonly contentType: string | undefined
      /** Nanoseconds since the epoch. */
      readonly lastModified: bigint | undefined
      /** Objects in a container. */
      readonly count: number | undefined
    }

interface Raw {
  readonly subdir?: unknown
  readonly name?: unknown
  readonly bytes?: unknown
  readonly hash?: unknown
  readonly slo_etag?: unknown
  readonly content_type?: unknown
  readonly last_modified?: unknown
  readonly count?: unknown
}

/** The entries of a listing in JSON. */
export function namesOf(listing: unknown): ListedName[] {
  if (!Array.isArray(listing)) throw new FsError('unexpected', 'the service answers a listing with something else than a list')
  return listing.map((raw: Raw) => {
    if (typeof raw.subdir === 'string') return { kind: 'prefix', name: raw.subdir }
    if (typeof raw.name !== 'string') throw new FsError('unexpected', 'the service lists something without a name')
    return {
      kind: 'object',
      name: raw.name,
      bytes: Number(raw.bytes ?? 0),
      hash: textOf(raw.hash)?.toLowerCase(),
      sloEtag: textOf(raw.slo_etag),
      contentType: textOf(raw.content_type),
      lastModified: timeOf(textOf(raw.last_modified)),
      count: typeof raw.count === 'number' ? raw.count : undefined,
    }
  })
}

/** "2026-11-23T09:22:30.952120", in UTC whether it says so or not. */
function timeOf(text: string | undefined): bigint | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(?:Z|\+00:00)?$/.exec(text ?? '')
  if (parts === null) return undefined
  return BigInt(Date.parse(`${parts[1]}Z`)) * 1_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
