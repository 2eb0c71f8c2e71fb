import {
  type BackendContext,
  type Bytes,
  createHttpClient,
  FsError,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  isFsError,
  repeatedly,
  type Slot,
  type SlotUse,
} from '@tranship/core/backend'
import { createAccess } from './auth/access.js'
import { errorOf } from './errors.js'
import type { Settings } from './settings.js'

/** Bytes of an answer that is read as a whole: a thousand files with all their fields, and more. */
const LONGEST_ANSWER = 16 * 1024 ** 2

/** What one request asks for. */
export interface Call {
  readonly method: HttpRequest['method']
  /** A path of the service, as "/drive/v3/files"; or a whole address that it told. */
  readonly to: string | URL
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: object
  /** A function opens a stream, once for each time the request is sent. */
  readonly body?: Uint8Array | (() => Bytes)
  /** The file or directory that it is about, for its errors. */
  readonly path: string
  readonly use?: SlotUse
  /** What it holds in memory. */
  readonly bytes?: number
  readonly signal?: AbortSignal | undefined
  /** Statuses from 300 on that are answers too. */
  readonly accepts?: readonly number[]
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer whose body is still to come. Its slot is given back by who reads it. */
export interface OpenReply {
  readonly answer: HttpAnswer
  readonly slot: Slot
}

/** What every part of an open Drive works with. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  /** One request: waits for its slot, and sends it once more if its token has expired. Rejects with an FsError for any refusal, or the signal's reason. */
  request(call: Call): Promise<Reply>
  /** The same, again while it fails in a way that may pass: for what may be done twice. */
  steadyRequest(call: Call): Promise<Reply>
  /** The same as `request`, for a body that is read as it comes. */
  openRequest(call: Call): Promise<OpenReply>
  close(): void
}

/** Which requests carry the content of a file. */
const CONTENT: Readonly<Partial<Record<SlotUse, { readonly content: 'upload' | 'download' }>>> = {
  upload: { content: 'upload' },
  open: { content: 'download' },
}

/** Sends nothing, and loads no HTTP, before the first request. */
export function createSession(settings: Settings, context: BackendContext): Session {
  let made: Promise<HttpClient> | undefined
  const http = () => {
    made ??= createHttpClient(context.http)
    return made
  }
  const access = createAccess(settings.login, http, context)

  const send = async (call: Call, token: string, signal: AbortSignal): Promise<HttpAnswer> => {
    const url = typeof call.to === 'string' ? new URL(settings.endpoint + call.to) : call.to
    const query = queryOf(call)
    const { body = call.json && Buffer.from(JSON.stringify(call.json)) } = call
    return (await http()).send({
      method: call.method,
      origin: url.origin,
      target: `${url.pathname}${url.search}${query === '' ? '' : `${url.search === '' ? '?' : '&'}${query}`}`,
      headers: { ...(call.json && { 'content-type': 'application/json; charset=UTF-8' }), ...call.headers },
      ...(isOfService(url, settings) && { credentials: { authorization: `Bearer ${token}` } }),
      ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
      ...(call.use !== undefined && CONTENT[call.use]),
      path: call.path,
      signal,
    })
  }

  const openRequest = async (call: Call): Promise<OpenReply> => {
    const { signal = context.signal, use = 'request', bytes = 0 } = call
    signal.throwIfAborted()
    const slot = await context.limiter.enter(use, bytes, signal)
    try {
      const token = await access.token(signal)
      let answer = await send(call, token, signal)
      if (answer.status === 401) {
        await answer.text(0)
        answer = await send(call, await access.renewed(token, signal), signal)
      }
      if (answer.status >= 300 && !call.accepts?.includes(answer.status)) {
        throw await errorOf(answer, { path: call.path, stopsAtUploadLimit: settings.stopsAtUploadLimit && use === 'upload' })
      }
      return { answer, slot }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  const request = async (call: Call): Promise<Reply> => {
    const { answer, slot } = await openRequest(call)
    try {
      const body = await answer.whole(LONGEST_ANSWER)
      slot.done()
      return { status: answer.status, headers: answer.headers, body }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  return {
    settings,
    context,
    openRequest,
    request,
    steadyRequest: (call) =>
      repeatedly(() => request(call), {
        ...(context.retry && { policy: context.retry }),
        signal: call.signal ?? context.signal,
        again: (error, attempt) => context.log('debug', `request: try ${attempt} follows: ${error.message}`, call.path),
      }),
    close: () => void made?.then((client) => client.close()),
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

/** Tells the limiter how a failed request went. */
export function settle(slot: Slot, error: unknown): void {
  if (isFsError(error, 'rate-limited')) slot.refused(error.retryAfter)
  else if (!isFsError(error) || error.kind === 'unavailable') slot.failed()
  else slot.done()
}

/** Only the service itself sees the token, wherever an address of its answers leads. */
function isOfService({ origin, protocol, hostname }: URL, { endpoint }: Settings): boolean {
  return origin === endpoint || (protocol === 'https:' && /(^|\.)google(apis)?\.com$/.test(hostname))
}

function queryOf({ query = {} }: Call): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]))
  return new URLSearchParams(pairs).toString()
}
