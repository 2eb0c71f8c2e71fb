import type { S3 } from '@aws-sdk/client-s3'
import { comparePaths, FsError } from '@tranship/core/backend'
import { payer } from '../client/request-members.js'
import { type HttpOptions, type Session, steadyRequest } from '../client/session.js'
import type { ListedKey } from './object-entry.js'

/** One page of keys: those asked for, and where a delimiter was given the prefixes that stand for all keys below them. */
export interface KeyPage {
  readonly keys: readonly ListedKey[]
  readonly prefixes: readonly string[]
}

export interface KeyQuery {
  readonly bucket: string
  readonly prefix: string
  readonly delimiter?: '/'
  /** Keys in a page, when other than the remote's own number. */
  readonly limit?: number
  /** Only keys after this one. */
  readonly after?: string | undefined
  /** Asked after each page: the key after which the next page begins, when that is not the last one of the page. */
  skipped?(): string | undefined
  /** The path that is listed, for messages. */
  readonly path: string
  readonly signal?: AbortSignal | undefined
}

/** Where a page begins: where the service said, or after a key. */
type Position = { readonly token: string } | { readonly after: string }

/** A page and what the service calls the place where the next one begins; undefined after the last. */
interface Turn {
  readonly page: KeyPage
  readonly next: string | undefined
}

/** The fields that both versions of the list answer have. */
interface ListAnswer {
  readonly EncodingType?: string | undefined
  readonly IsTruncated?: boolean | undefined
  readonly Contents?:
    | readonly {
        Key?: string | undefined
        Size?: number | undefined
        ETag?: string | undefined
        LastModified?: Date | undefined
        StorageClass?: string | undefined
      }[]
    | undefined
  readonly CommonPrefixes?: readonly { Prefix?: string | undefined }[] | undefined
}

/** Every key of a bucket below a prefix, page by page. A service that sends pages in circles or leaves the prefix is refused. */
export async function* keyPages(session: Session, query: KeyQuery): AsyncGenerator<KeyPage> {
  const turn = TURNS[session.settings.listVersion]
  const seen = createCircleGuard()
  let position: Position | undefined = query.after === undefined ? undefined : { after: query.after }
  const { path, signal } = query
  for (;;) {
    const { page, next }: Turn = await steadyRequest(session, { path, signal }, (s3, http) =>
      turn(s3, inputOf(session, query), position, http),
    )
    checkPage(page, query)
    yield page
    if (next === undefined) return
    const after = query.skipped?.()
    if (seen(after ?? next)) throw refused(query, 'its pages go in circles')
    position = after === undefined ? { token: next } : { after }
  }
}

interface ListInput {
  readonly Bucket: string
  readonly Prefix: string
  readonly Delimiter?: '/'
  readonly MaxKeys: number
  readonly EncodingType?: 'url'
  readonly RequestPayer?: 'requester'
}

function inputOf({ settings }: Session, { bucket, prefix, delimiter, limit }: KeyQuery): ListInput {
  return {
    Bucket: bucket,
    Prefix: prefix,
    ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    MaxKeys: limit ?? settings.listChunk,
    // Names with control characters are no XML; a service that does not know it says so in its answer.
    ...(settings.encodesListings ? { EncodingType: 'url' as const } : {}),
    ...payer(settings),
  }
}

const TURNS = {
  1: async (s3: S3, input: ListInput, position: Position | undefined, http: HttpOptions): Promise<Turn> => {
    const Marker = position && ('token' in position ? position.token : position.after)
    const answer = await s3.listObjects({ ...input, Marker }, http)
    const page = pageOf(answer)
    return { page, next: answer.IsTruncated ? markerAfter(page, answer.NextMarker, answer.EncodingType) : undefined }
  },
  2: async (s3: S3, input: ListInput, position: Position | undefined, http: HttpOptions): Promise<Turn> => {
    const place = position && ('token' in position ? { ContinuationToken: position.token } : { StartAfter: position.after })
    const answer = await s3.listObjectsV2({ ...input, ...place }, http)
    const token = answer.NextContinuationToken
    if (answer.IsTruncated && !token)
      throw new FsError('unexpected', 'the service has more keys to list but no token to go on: set "list_version" to 1')
    return { page: pageOf(answer), next: answer.IsTruncated ? token : undefined }
  },
} as const satisfies Record<1 | 2, unknown>

function pageOf(answer: ListAnswer): KeyPage {
  const name = (text: string | undefined) => decodeName(text ?? '', answer.EncodingType)
  return {
    keys: (answer.Contents ?? []).map((entry) => ({
      key: name(entry.Key),
      size: entry.Size ?? 0,
      etag: entry.ETag,
      lastModified: entry.LastModified,
      storageClass: entry.StorageClass,
    })),
    prefixes: (answer.CommonPrefixes ?? []).map((entry) => name(entry.Prefix)),
  }
}

/**
 * Where a version 1 listing goes on. Services without a delimiter may name no marker (AWS, Swift): then it is the last name
 * of the page. Ceph encodes the names but not the marker, so one that is a name of the page as it stands is not decoded.
 */
export function markerAfter({ keys, prefixes }: KeyPage, marker: string | undefined, encoding: string | undefined): string {
  const names = [...keys.map(({ key }) => key), ...prefixes]
  if (marker) {
    const decoded = decodeName(marker, encoding)
    return !names.includes(decoded) && names.includes(marker) ? marker : decoded
  }
  const last = names.reduce((a, b) => (comparePaths(a, b) < 0 ? b : a), '')
  if (last === '') throw new FsError('unexpected', 'the service has more keys to list but does not say where to go on')
  return last
}

/** A name of a listing that may be URL-encoded. What is no UTF-8 becomes a lone surrogate, which no path can have. */
export function decodeName(text: string, encoding: string | undefined): string {
  if (encoding?.toLowerCase() !== 'url' || !/[%+]/.test(text)) return text
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString().replaceAll('\u{fffd}', '\ud800'),
    )
  }
}

function checkPage({ keys, prefixes }: KeyPage, query: KeyQuery): void {
  const { prefix, delimiter } = query
  for (const { key } of keys) {
    if (!key.startsWith(prefix) || key === '')
      throw refused(query, `it names ${JSON.stringify(key)}, which is not below ${JSON.stringify(prefix)}`)
    if (delimiter !== undefined && key.includes(delimiter, prefix.length)) throw refused(query, 'it does not stop at the delimiter')
  }
  for (const name of prefixes) {
    const inner = name.slice(prefix.length)
    if (!name.startsWith(prefix) || inner.indexOf('/') !== inner.length - 1) {
      throw refused(query, `it names ${JSON.stringify(name)}, which is no directory in ${JSON.stringify(prefix)}`)
    }
  }
}

export function refused({ path }: KeyQuery, reason: string): FsError {
  return new FsError('unexpected', `the listing of the service cannot be trusted: ${reason}`, { path })
}

/** Tells when a position comes back, at the latest after twice as many as the circle has (Brent's algorithm). */
export function createCircleGuard(): (position: string) => boolean {
  let kept: string | undefined
  let steps = 0
  let limit = 1
  return (position) => {
    if (position === kept) return true
    if (++steps === limit) {
      kept = position
      steps = 0
      limit *= 2
    }
    return false
  }
}
