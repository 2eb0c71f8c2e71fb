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
import { type Access, type AccessToken, createAccess } from './auth/access.js'
import { type Action, errorOf } from './errors.js'
import type { Settings } from './settings.js'

/** What one request asks for. */
export interface Call extends AnyCall {
  readonly method: HttpRequest['method']
  /** Below the base of the API, or with `isUpload` below that of uploads; or the URL of an upload session, which must be of the endpoint's origin. */
  readonly target: string | URL
  readonly isUpload?: boolean
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: object
  /** A function opens a stream, once for each time the request is sent. */
  readonly body?: Uint8Array | (() => Bytes)
  readonly action?: Action
  /** Milliseconds for which it is waited for when it is cut off after it was sent as a whole. */
  readonly grace?: number
}

/** What every part of an open Fs works with. */
export interface Session extends Requests<Call> {
  readonly settings: Settings
  readonly context: BackendContext
  readonly access: Access
  close(): void
}

/**
 * The session of an Fs. It speaks the JSON API by itself: a request of @google-cloud/storage costs several times the processor time,
 * has retries and connections of its own that no limiter sees, and reads whole listings. Google's library gets the tokens of service
 * accounts and of the machine, and signs URLs. Sends nothing, and loads no HTTP, before the first request.
 */
export function createSession(settings: Settings, context: BackendContext): Session {
  const http = lazyHttpClient(context.http)
  const access = createAccess(settings.credentials, http.get, context)
  const requests = createRequests<Call, AccessToken>(context, http.get, {
    credential: access.token,
    renewed: access.renewed,
    request: (call, token) => requestOf(settings, call, token),
    errorOf,
  })
  return { settings, context, access, ...requests, close: http.close }
}

function requestOf(settings: Settings, call: Call, token: AccessToken): HttpRequest {
  const { json, body = json && Buffer.from(JSON.stringify(json)) } = call
  const { userProject } = settings
  return {
    method: call.method,
    ...addressOf(call, settings),
    headers: { ...(json !== undefined && { 'content-type': 'application/json; charset=UTF-8' }), ...call.headers },
    credentials: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(userProject !== undefined && { 'x-goog-user-project': userProject }),
    },
    ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
    ...(call.grace !== undefined && { grace: call.grace }),
  }
}

/** Where a call goes. Credentials go with it, so a session of another origin is refused. */
function addressOf(
  { target, query = {}, isUpload, path }: Call,
  { endpoint }: Settings,
): { readonly origin: string; readonly target: string } {
  const { origin, base, uploadBase } = endpoint
  if (target instanceof URL) {
    if (target.origin !== origin) throw new FsError('unexpected', `the service sends an upload to another place than ${origin}`, { path })
    return { origin, target: `${target.pathname}${target.search}` }
  }
  const given = Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined)
  const text = new URLSearchParams(given).toString()
  return { origin, target: `${isUpload ? uploadBase : base}${target}${text === '' ? '' : `?${text}`}` }
}

/** An answer's body as JSON. */
export function jsonOf<Resource extends object>({ body }: Reply, path: string): Partial<Resource> {
  try {
    const value: unknown = JSON.parse(body.toString())
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // It is told below.
  }
  throw new FsError('unexpected', 'the service answers with something else than JSON', { path })
}
