import {
  type BackendContext,
  type BucketPlace,
  type Bytes,
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  isFsError,
  repeatedly,
  type Slot,
  type SlotUse,
} from '@tranship/core/backend'
import { createAccess } from './auth/access.js'
import type { Account } from './auth/account.js'
import { type Capabilities, createCapabilities } from './capabilities.js'
import { type Action, errorOf } from './errors.js'
import { targetOf } from './key.js'
import type { Settings } from './settings.js'

/** Bytes of an answer that is read as a whole, unless the call says otherwise. */
const LONGEST_ANSWER = 1024 ** 2

/** What one request asks for. */
export interface Call {
  readonly method: HttpRequest['method']
  /** Absent: the account. */
  readonly place?: BucketPlace
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** A function opens a stream, once for each time the request is sent. */
  readonly body?: Uint8Array | (() => Bytes)
  /** The file or directory that it is about, for its errors. */
  readonly path: string
  readonly action?: Action
  readonly use?: SlotUse
  /** What it holds in memory. */
  readonly bytes?: number
  readonly signal?: AbortSignal | undefined
  /** Once sent, it is not cut off: what it did would stay unknown. */
  readonly atomic?: boolean
  /** Milliseconds for which it is waited for when it is cut off after it was sent as a whole. */
  readonly grace?: number
  /** Bytes that the answer may have. */
  readonly limit?: number
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer whose body is still to come. Its slot is given back by who reads it. */
interface OpenReply {
  readonly answer: HttpAnswer
  readonly slot: Slot
}

/** What every part of an open Swift Fs works with. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  /** What the service tells of itself, asked once. */
  capabilities(): Promise<Capabilities>
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

/** Sends nothing, and loads no HTTP, before the first request. */
export function createSession(settings: Settings, context: BackendContext): Session {
  let made: Promise<HttpClient> | undefined
  const http = () => {
    made ??= createHttpClient(context.http)
    return made
  }
  const access = createAccess(settings, http, context.signal)
  const capabilities = createCapabilities(http, (signal) => access.account(signal), context)

  const send = async (call: Call, { storageUrl, token }: Account, signal: AbortSignal): Promise<HttpAnswer> => {
    const { origin, pathname } = new URL(storageUrl)
    const query = new URLSearchParams(call.query).toString()
    const { body } = call
    return (await http()).send({
      method: call.method,
      origin,
      target: `${targetOf(pathname, call.place)}${query === '' ? '' : `?${query}`}`,
      ...(call.headers && { headers: call.headers }),
      credentials: { 'x-auth-token': token },
      ...(body !== undefined && { body: typeof body === 'function' ? body() : body }),
      ...(!call.atomic && { signal }),
      ...(call.grace !== undefined && { grace: call.grace }),
      ...(call.use !== undefined && CONTENT[call.use]),
      path: call.path,
    })
  }

  const openRequest = async (call: Call): Promise<OpenReply> => {
    const { signal = context.signal, use = 'request', bytes = 0 } = call
    signal.throwIfAborted()
    const slot = await context.limiter.enter(use, bytes, signal)
    try {
      signal.throwIfAborted()
      const account = await access.account(signal)
      let answer = await send(call, account, signal)
      if (answer.status === 401) {
        await answer.text(0)
        answer = await send(call, await access.renewed(account, signal), signal)
      }
      if (answer.status >= 300) throw await errorOf(answer, call)
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
    capabilities,
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

/** Tells the limiter how a failed request went. */
export function settle(slot: Slot, error: unknown): void {
  if (isFsError(error, 'rate-limited')) slot.refused(error.retryAfter)
  else if (!isFsError(error) || error.kind === 'unavailable') slot.failed()
  else slot.done()
}
