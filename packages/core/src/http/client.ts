import type { HttpSettings } from '../backend/context.js'
import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'COPY'
  /** Scheme, host and port. */
  readonly origin: string
  /** Path and query, encoded; sent just as it stands. */
  readonly target: string
  /** Values are sent as UTF-8. */
  readonly headers?: Readonly<Record<string, string>>
  /** Headers that only this origin may see: a redirect to another one goes without them. */
  readonly credentials?: Readonly<Record<string, string>>
  /** The headers that a person set stay away: an answer of another origin redirected here. */
  readonly isElsewhere?: boolean
  /** A stream is sent as it comes, in chunks unless a header tells its length, and only once. */
  readonly body?: Uint8Array | Bytes
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for which an aborted request that has been sent as a whole is still waited for, so that its outcome is known. By default 0. */
  readonly grace?: number
  /** It carries the content of a file, or asks for it: the headers that a person set for such requests go with it. */
  readonly content?: 'upload' | 'download'
  /** The file that it is about, for its errors. */
  readonly path?: string
}

export interface HttpAnswer {
  readonly status: number
  /** By their lower-case names, read as UTF-8; what came several times is joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Exactly the bytes that the headers promise, or it rejects. Every body must be read, also an empty one, or left with
   * `discard`: only then the connection is free.
   */
  readonly body: Bytes
  /** The body as a whole. Rejects with `unexpected` once it is longer than `limit` bytes. */
  whole(limit: number): Promise<Buffer>
  /** The body's first `limit` bytes at most, as text. For what a service says of an error. */
  text(limit: number): Promise<string>
  /** Closes the connection with whatever is left of the body. */
  discard(): void
}

export interface FollowedAnswer extends HttpAnswer {
  /** Where the answer came from, after all redirects. */
  readonly url: string
}

/**
 * Sends requests over connections that are kept open. Any status is an answer. Where none comes it rejects with
 * `unavailable` (temporary, unless there is no such host or its certificate is not trusted), or with the reason of the signal.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<FollowedAnswer>
  /** Closes all connections. */
  close(): void
}

const MOST_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** A client for backends that speak HTTP themselves. It loads Node's HTTP and TLS, which nothing else at start-up needs. */
export async function createHttpClient(settings: HttpSettings): Promise<HttpClient> {
  const { createConnections } = await import('./connections.js')
  const connections = createConnections(settings)
  return {
    send: async (request) => {
      let current = request
      for (let followed = 0; ; followed++) {
        const answer = await connections.exchange(current)
        const next = redirected(current, answer)
        if (next === undefined) return { ...answer, url: `${current.origin}${current.target}` }
        answer.discard()
        if (followed === MOST_REDIRECTS) {
          throw new FsError('unexpected', `${request.origin} redirects more than ${MOST_REDIRECTS} times`, pathOf(request))
        }
        current = next
      }
    },
    close: connections.close,
  }
}

/** A client that is made, and its modules loaded, with the first request. */
export interface LazyHttpClient {
  get(): Promise<HttpClient>
  close(): void
}

export function lazyHttpClient(settings: HttpSettings): LazyHttpClient {
  let made: Promise<HttpClient> | undefined
  return {
    get: () => {
      made ??= createHttpClient(settings)
      return made
    },
    close: () => void made?.then((client) => client.close()),
  }
}

/**
 * The request that an answer redirects to; undefined when it does not, or when the request would change something and the
 * answer does not say that it is to be sent again as it is.
 */
function redirected(request: HttpRequest, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): HttpRequest | undefined {
  const { location } = headers
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  const isRepeatable = request.body === undefined || request.body instanceof Uint8Array
  if (!SAFE.has(request.method) && (status < 307 || !isRepeatable)) return undefined
  const url = URL.parse(location, `${request.origin}${request.target}`)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  const { credentials, ...open } = request
  const isSame = url.origin === new URL(request.origin).origin
  return {
    ...open,
    ...(isSame ? credentials !== undefined && { credentials } : { isElsewhere: true }),
    origin: url.origin,
    target: `${url.pathname}${url.search}`,
  }
}

/** The file that a request is about, as an error carries it. */
export function pathOf({ path }: Pick<HttpRequest, 'path'>): { readonly path?: string } {
  return path === undefined ? {} : { path }
}
