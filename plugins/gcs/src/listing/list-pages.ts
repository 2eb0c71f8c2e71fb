import { comparePaths, FsError } from '@tranship/core/backend'
import { jsonOf, type Session } from '../client.js'
import { bucketTarget } from '../key.js'
import { ENTRY_FIELDS, type ObjectResource } from '../resource.js'

/** Bytes of a page: a thousand objects with all the metadata that they may have. */
const LONGEST_PAGE = 64 * 1024 ** 2

const FIELDS = `nextPageToken,prefixes,items(${ENTRY_FIELDS})`

/** What all names up to a delimiter have in common, or an object. */
export type ListedName = { readonly kind: 'prefix'; readonly name: string } | ListedObject

interface ListedObject {
  readonly kind: 'object'
  readonly name: string
  readonly resource: ObjectResource
}

export interface NameQuery {
  readonly bucket: string
  readonly prefix: string
  readonly delimiter?: '/'
  /** Names in a page, when other than the remote's own number. */
  readonly limit?: number
  /** Only names from this one on. */
  readonly from?: string | undefined
  /** Only names up to this one. */
  readonly upTo?: string | undefined
  /** Asked after each page: the name from which on names are wanted again, when that is not the next one. */
  skipped?(): string | undefined
  /** The path that is listed, for messages. */
  readonly path: string
  readonly signal?: AbortSignal | undefined
}

interface PageAnswer {
  readonly nextPageToken?: string
  readonly prefixes?: readonly string[]
  readonly items?: readonly ObjectResource[]
}

/** The names of a bucket, page by page in byte order. A service that sends pages in circles or leaves the prefix is refused. */
export async function* namePages(session: Session, query: NameQuery): AsyncGenerator<readonly ListedName[]> {
  let from = query.from
  let token: string | undefined
  let last: string | undefined
  for (;;) {
    const page = await namePage(session, query, from, token)
    const names = namesOf(page, query)
    const [first] = names
    if (first !== undefined && last !== undefined && comparePaths(first.name, last) <= 0)
      throw refused(query, 'its pages are not in order, or go in circles')
    last = names.at(-1)?.name ?? last
    yield names
    if (page.nextPageToken === undefined || page.nextPageToken === '') return
    if (page.nextPageToken === token) throw refused(query, 'its pages go in circles')
    const next = query.skipped?.()
    token = next === undefined ? page.nextPageToken : undefined
    from = next ?? from
  }
}

async function namePage(
  session: Session,
  query: NameQuery,
  from: string | undefined,
  token: string | undefined,
): Promise<Partial<PageAnswer>> {
  const { bucket, prefix, delimiter, limit = session.settings.listChunk, upTo, path, signal } = query
  const reply = await session.steadyRequest({
    method: 'GET',
    target: `${bucketTarget(bucket)}/o`,
    query: {
      maxResults: String(limit),
      prefix: prefix === '' ? undefined : prefix,
      delimiter,
      startOffset: from,
      // Excluded itself, unlike `upTo`; nothing legal lies between the two.
      endOffset: upTo === undefined ? undefined : `${upTo}\u{1}`,
      pageToken: token,
      fields: FIELDS,
    },
    path,
    action: 'bucket',
    signal,
    limit: LONGEST_PAGE,
  })
  return jsonOf<PageAnswer>(reply, path)
}

/** The objects and prefixes of a page, as one list in order. */
function namesOf({ items = [], prefixes = [] }: Partial<PageAnswer>, query: NameQuery): readonly ListedName[] {
  const { prefix, delimiter } = query
  const names: ListedName[] = items.map((resource) => {
    if (typeof resource.name !== 'string') throw refused(query, 'it lists something without a name')
    return { kind: 'object', name: resource.name, resource }
  })
  for (const name of prefixes) names.push({ kind: 'prefix', name })
  for (const { kind, name } of names) {
    if (!name.startsWith(prefix) || name === '')
      throw refused(query, `it names ${JSON.stringify(name)}, which is not below ${JSON.stringify(prefix)}`)
    if (delimiter === undefined) continue
    const slash = name.indexOf(delimiter, prefix.length)
    if (kind === 'prefix' ? slash !== name.length - 1 : slash !== -1) {
      throw refused(query, `it names ${JSON.stringify(name)}, and does not stop at the delimiter`)
    }
  }
  return prefixes.length === 0 ? names : names.sort((a, b) => comparePaths(a.name, b.name))
}

function refused({ path }: NameQuery, reason: string): FsError {
  return new FsError('unexpected', `the listing of the service cannot be trusted: ${reason}`, { path })
}
