import { comparePaths, FsError, isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'
import { statusOf } from './errors.js'
import { type ListedName, namesOf } from './listed-name.js'

/** Bytes of a page: ten thousand names of the greatest length, and more. */
const LONGEST_PAGE = 64 * 1024 ** 2

/** Names that any service gives at a time when it has them and is asked for as many: a page with fewer is the last one. Ceph gives no more. */
const SURE_LIMIT = 1000

export interface NameQuery {
  /** Absent: the containers of the account. */
  readonly bucket?: string
  readonly prefix: string
  readonly delimiter?: '/'
  /** Names in a page, when other than the remote's own number. */
  readonly limit?: number
  /** Only names after this one. */
  readonly after?: string | undefined
  /** Only names up to this one. */
  readonly upTo?: string | undefined
  /** Asked after each page: the name after which the next page begins, when that is not the last one of the page. */
  skipped?(): string | undefined
  /** The path that is listed, for messages. */
  readonly path: string
  readonly signal?: AbortSignal | undefined
}

/** The names of a container, or of the containers, page by page in the order of the service. One that sends pages in circles or leaves the prefix is refused. */
export async function* namePages(session: Session, query: NameQuery): AsyncGenerator<readonly ListedName[]> {
  let limit: number | undefined = query.limit ?? session.settings.listChunk
  let marker = query.after
  for (;;) {
    const page = await namePage(session, query, marker, limit).catch((error: unknown) => {
      // Swift refuses a limit that is above its own: without one it gives what it can.
      if (statusOf(error) === 412 && limit !== undefined) return undefined
      throw error
    })
    if (page === undefined) {
      limit = undefined
      continue
    }
    checkPage(page, query)
    yield marker === undefined ? page : page.filter(({ name }) => comparePaths(name, marker ?? '') > 0)
    const last = page.at(-1)
    const isShort = limit !== undefined && page.length < Math.min(limit, SURE_LIMIT) && !session.settings.listsUntilEmpty
    const isLast = last === undefined || isShort
    if (isLast || (query.upTo !== undefined && comparePaths(last.name, query.upTo) > 0)) return
    const next = query.skipped?.() ?? (last.kind === 'prefix' ? beyond(last.name) : last.name)
    if (marker !== undefined && comparePaths(next, marker) <= 0) throw refused(query, 'its pages go in circles')
    marker = next
  }
}

/** What sorts after all names that begin with a prefix. */
function beyond(prefix: string): string {
  return `${prefix}\u{10ffff}`
}

async function namePage(session: Session, query: NameQuery, marker: string | undefined, limit: number | undefined): Promise<ListedName[]> {
  const { bucket, prefix, delimiter, upTo, path, signal } = query
  const { body } = await session.steadyRequest({
    method: 'GET',
    ...(bucket !== undefined && { place: { bucket } }),
    query: {
      format: 'json',
      ...(limit !== undefined && { limit: String(limit) }),
      ...(prefix !== '' && { prefix }),
      ...(delimiter && { delimiter }),
      ...(marker && { marker }),
      // Excluded itself, unlike `upTo`; nothing legal lies between the two.
      ...(upTo && { end_marker: `${upTo}\u{1}` }),
    },
    path,
    action: 'container',
    signal,
    limit: LONGEST_PAGE,
  })
  try {
    return namesOf(body.length === 0 ? [] : JSON.parse(body.toString()))
  } catch (cause) {
    if (isFsError(cause)) throw cause
    throw new FsError('unexpected', 'the service answers a listing with something else than JSON', { path, cause })
  }
}

function checkPage(page: readonly ListedName[], query: NameQuery): void {
  const { prefix, delimiter } = query
  for (const { kind, name } of page) {
    if (!name.startsWith(prefix) || name === '')
      throw refused(query, `it names ${JSON.stringify(name)}, which is not below ${JSON.stringify(prefix)}`)
    if (delimiter === undefined) continue
    const slash = name.indexOf(delimiter, prefix.length)
    if (kind === 'prefix' ? slash !== name.length - 1 : slash !== -1) {
      throw refused(query, `it names ${JSON.stringify(name)}, and does not stop at the delimiter`)
    }
  }
}

function refused({ path }: NameQuery, reason: string): FsError {
  return new FsError('unexpected', `the listing of the service cannot be trusted: ${reason}`, { path })
}
