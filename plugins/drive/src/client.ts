import {
  type Call as AnyCall,
  type BackendContext,
  type Bytes,
  createRequests,
  FsError,
  type HttpRequest,
  lazyHttpClient,
  type Reply,
  type Requests,
} from '@tranship/core/backend'
import { createAccess } from './auth/access.js'
import { errorOf } from './errors.js'
import type { Settings } from './settings.js'

/** Bytes of an answer that is read as a whole: a thousand files with all their fields, and more. */
const LONGEST_ANSWER = 16 * 1024 ** 2

/** What one request asks for. */
export interface Call extends AnyCall {
  readonly method: HttpRequest['method']
  /** A path of the service, as "/drive/v3/files"; or a whole address that it told. */
  readonly to: string | URL
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: object
  /** A function opens a stream, once for each time the request is sent. */
  readonly body?: Uint8Array | (() => Bytes)
}

/** What every part of an open Drive works with. */
export interface Session extends Requests<Call> {
  readonly settings: Settings
  readonly context: BackendContext
  close(): void
}

/** Sends nothing, and loads no HTTP, before the first request. */
export function createSession(settings: Settings, context: BackendContext): Session {
  const http = lazyHttpClient(context.http)
  const access = createAccess(settings.login, http.get, context)
  const requests = createRequests<Call, string>(context, http.get, {
    longestAnswer: LONGEST_ANSWER,
    credential: access.token,
    renewed: access.renewed,
    request: (call, token) => requestOf(settings, call, token),
    errorOf: (answer, { path, use }) => errorOf(answer, { path, stopsAtUploadLimit: settings.stopsAtUploadLimit && use === 'upload' }),
  })
  return { settings, context, ...requests, close: http.close }
}

function requestOf(settings: Settings, call: Call, token: string): HttpRequest {
  const url = typeof call.to === 'string' ? new URL(settings.endpoint + call.to) : call.to
  const query = queryOf(call)
  const { body = call.json && Buffer.from(JSON.stringify(call.json)) } = call
  return {
    method: call.method,
    origin: url.origin,
    target: `${url.pathname}${url.search}${query === '' ? '' : `${url.search === '' ? '?' : '&'}${query}`}`,
    headers: { ...(call.json && { 'content-type': 'application/json; charset=UTF-8' }), ...call.headers },
    ...(isOfService(url, settings) && { credentials: { authorization: `Bearer ${token}` } }),
    ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
  }
}

/** The body of an answer as JSON. */
export function jsonOf<Body>({ body }: Reply, path: string): Body {
  try {
    return JSON.parse(body.toString()) as Body
  } catch (cause) {
    throw new FsError('unexpected', 'Drive answers with something else than JSON', { cause, path })
  }
}

/** Only the service itself sees the token, wherever an address of its answers leads. */
function isOfService({ origin, protocol, hostname }: URL, { endpoint }: Settings): boolean {
  return origin === endpoint || (protocol === 'https:' && /(^|\.)google(apis)?\.com$/.test(hostname))
}

function queryOf({ query = {} }: Call): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]))
  return new URLSearchParams(pairs).toString()
}
