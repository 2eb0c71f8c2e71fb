import {
  type Call as AnyCall,
  type BackendContext,
  type BucketPlace,
  type Bytes,
  createRequests,
  type HttpRequest,
  lazyHttpClient,
  type Requests,
} from '@tranship/core/backend'
import { createAccess } from './auth/access.js'
import type { Account } from './auth/account.js'
import { type Capabilities, createCapabilities } from './capabilities.js'
import { type Action, errorOf } from './errors.js'
import { targetOf } from './key.js'
import type { Settings } from './settings.js'

/** What one request asks for. */
export interface Call extends AnyCall {
  readonly method: HttpRequest['method']
  /** Absent: the account. */
  readonly place?: BucketPlace
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** A function opens a stream, once for each time the request is sent. */
  readonly body?: Uint8Array | (() => Bytes)
  readonly action?: Action
  /** Milliseconds for which it is waited for when it is cut off after it was sent as a whole. */
  readonly grace?: number
}

/** What every part of an open Swift Fs works with. */
export interface Session extends Requests<Call> {
  readonly settings: Settings
  readonly context: BackendContext
  /** What the service tells of itself, asked once. */
  capabilities(): Promise<Capabilities>
  close(): void
}

/** Sends nothing, and loads no HTTP, before the first request. */
export function createSession(settings: Settings, context: BackendContext): Session {
  const http = lazyHttpClient(context.http)
  const access = createAccess(settings, http.get, context.signal)
  const requests = createRequests<Call, Account>(context, http.get, {
    credential: access.account,
    renewed: access.renewed,
    request: requestOf,
    errorOf,
  })
  const capabilities = createCapabilities(http.get, access.account, context)
  return { settings, context, capabilities, ...requests, close: http.close }
}

function requestOf({ method, place, query: parameters, headers, body, grace }: Call, { storageUrl, token }: Account): HttpRequest {
  const { origin, pathname } = new URL(storageUrl)
  const query = new URLSearchParams(parameters).toString()
  return {
    method,
    origin,
    target: `${targetOf(pathname, place)}${query === '' ? '' : `?${query}`}`,
    ...(headers && { headers }),
    credentials: { 'x-auth-token': token },
    ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
    ...(grace !== undefined && { grace }),
  }
}
