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
import { type Access, type AccessToken, createAccess } from './auth/access.js'
import { type Action, errorOf } from './errors.js'
import type { Settings } from './settings.js'

/** Bytes of an answer that is read as a whole, unless the call says otherwise. */
const LONGEST_ANSWER = 1024 ** 2

/** What one request asks for. */
export interface Call {
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
  /** The file or directory that it is about, for its errors. */
  readonly path: string
  readonly action?: Action
  readonly use?: SlotUse
  /** What it holds in memory. */
  readonly bytes?: number
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for which it is waited for when it is cut off after it was sent as a whole. */
  readonly grace?: number
  /** Statuses from 300 on that are an answer and no refusal. */
  readonly answers?: readonly number[]
  /** Bytes that the answer may have. */
  readonly limit?: number
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

/** What every part of an open Fs works with. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  readonly access: Access
  /** One request: waits for its slot, and sends it once more if its token has expired. Rejects with an FsError for any refusal, or the signal's reason. */
  request(call: Call): Promise<Reply>
  /** The same for a request of many that make up an operation: again while it fails in a way that may pass. Core repeats operations as a whole. */
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

/**
 * The session of an Fs. It speaks the JSON API by itself: a request of @google-cloud/storage costs several times the processor time,
 * has retries and connections of its own that no limiter sees, and reads whole listings. Google's library gets the tokens of service
 * accounts and of the machine, and signs URLs. Sends nothing, and loads no HTTP, before the first request.
 */
export function createSession(settings: Settings, context: BackendContext): Session {
  let made: Promise<HttpClient> | undefined
  const http = () => {
    made ??= createHttpClient(context.http)
    return made
  }
  const access = createAccess(settings.credentials, http, context)

  const send = async (call: Call, token: AccessToken, signal: AbortSignal): Promise<HttpAnswer> => {
    const { origin, target } = addressOf(call, settings)
    const { body, json, userProject } = { ...call, userProject: settings.userProject }
    return (await http()).send({
      method: call.method,
      origin,
      target,
      headers: { ...(json !== undefined && { 'content-type': 'application/json; charset=UTF-8' }), ...call.headers },
      credentials: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(userProject !== undefined && { 'x-goog-user-project': userProject }),
      },
      ...(json !== undefined && { body: Buffer.from(JSON.stringify(json)) }),
      ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
      signal,
      ...(call.grace !== undefined && { grace: call.grace }),
      ...(call.use !== undefined && CONTENT[call.use]),
      path: call.path,
    })
  }

  const openRequest = async (call: Call): Promise<OpenReply> => {
    const { signal = context.signal, use = 'request', bytes = 0, answers = [] } = call
    signal.throwIfAborted()
    const slot = await context.limiter.enter(use, bytes, signal)
    try {
      signal.throwIfAborted()
      const token = await access.token(signal)
      let answer = await send(call, token, signal)
      if (answer.status === 401) {
        const other = await access.renewed(token, signal)
        if (other !== undefined) {
          await answer.text(0)
          answer = await send(call, other, signal)
        }
      }
      if (answer.status >= 300 && !answers.includes(answer.status)) throw await errorOf(answer, call)
      return { answer, slot }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  const request = async (call: Call): Promise<Reply> => {
    const { answer, slot } = await openRequest(call)
    try {
      const body = await answer.whole(call.limit ?? LONGEST_ANSWER)
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
    access,
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

/** Tells the limiter how a failed request went. */
export function settle(slot: Slot, error: unknown): void {
  if (isFsError(error, 'rate-limited')) slot.refused(error.retryAfter)
  else if (!isFsError(error) || error.kind === 'unavailable') slot.failed()
  else slot.done()
}
