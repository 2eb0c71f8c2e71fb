import type { BackendContext } from '../backend/context.js'
import { FsError, isFsError } from '../fs/error.js'
import type { HttpAnswer, HttpClient, HttpRequest } from './client.js'
import type { Slot, SlotUse } from './limiter.js'
import { repeatedly } from './retry.js'

/** Bytes of an answer that is read as a whole. */
const LONGEST_ANSWER = 1024 ** 2

/** What a request is about, and how it counts. */
export interface Call {
  /** The file or directory that it is about, for its errors. */
  readonly path: string
  readonly use?: SlotUse | undefined
  /** What it holds in memory. */
  readonly bytes?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Once sent, it is not cut off: what it did would stay unknown. */
  readonly atomic?: boolean | undefined
  /** Statuses from 300 on that are an answer and no refusal. */
  readonly answers?: readonly number[] | undefined
  /** Bytes that the answer may have. */
  readonly limit?: number | undefined
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

/** How the requests to one service are made. */
export interface Service<OwnCall extends Call, Credential> {
  /** Bytes that an answer may have, unless the call says otherwise; by default 1 MiB. */
  readonly longestAnswer?: number
  /** What proves who asks. */
  credential(signal: AbortSignal): Promise<Credential>
  /** Another one than this, which the service refuses with the status 401; undefined: there is none. */
  renewed(refused: Credential, signal: AbortSignal): Promise<Credential | undefined>
  /** What is sent for a call. */
  request(call: OwnCall, credential: Credential): Omit<HttpRequest, 'signal' | 'content' | 'path'>
  /** What an answer that refuses stands for. */
  errorOf(answer: HttpAnswer, call: OwnCall): Promise<FsError>
}

/** The requests of a backend to its service. Each rejects with an FsError for any refusal, or with the signal's reason. */
export interface Requests<OwnCall extends Call> {
  /** One request: waits for its slot, and is sent once more if its credential is not taken. */
  request(call: OwnCall): Promise<Reply>
  /** The same for a request of many that make up an operation: again while it fails in a way that may pass. Core repeats operations as a whole. */
  steadyRequest(call: OwnCall): Promise<Reply>
  /** The same as `request`, for a body that is read as it comes. */
  openRequest(call: OwnCall): Promise<OpenReply>
}

/** Which requests carry the content of a file. */
const CONTENT: Readonly<Partial<Record<SlotUse, { readonly content: 'upload' | 'download' }>>> = {
  upload: { content: 'upload' },
  open: { content: 'download' },
}

/** `http` is asked for the client when the first request is sent. */
export function createRequests<OwnCall extends Call, Credential>(
  context: BackendContext,
  http: () => Promise<HttpClient>,
  service: Service<OwnCall, Credential>,
): Requests<OwnCall> {
  const send = async (call: OwnCall, credential: Credential, signal: AbortSignal): Promise<HttpAnswer> =>
    (await http()).send({
      ...service.request(call, credential),
      ...(!call.atomic && { signal }),
      ...(call.use !== undefined && CONTENT[call.use]),
      path: call.path,
    })

  /** The answer to a second request, with another credential; undefined: there is no other. */
  const again = async (call: OwnCall, refusal: HttpAnswer, refused: Credential, signal: AbortSignal): Promise<HttpAnswer | undefined> => {
    try {
      const other = await service.renewed(refused, signal)
      if (other === undefined) return undefined
      await refusal.text(0)
      return await send(call, other, signal)
    } catch (error) {
      refusal.discard()
      throw error
    }
  }

  const openRequest = async (call: OwnCall): Promise<OpenReply> => {
    const { signal = context.signal, use = 'request', bytes = 0, answers = [] } = call
    signal.throwIfAborted()
    const slot = await context.limiter.enter(use, bytes, signal)
    try {
      signal.throwIfAborted()
      const credential = await service.credential(signal)
      let answer = await send(call, credential, signal)
      if (answer.status === 401) answer = (await again(call, answer, credential, signal)) ?? answer
      if (answer.status >= 300 && !answers.includes(answer.status)) throw await service.errorOf(answer, call)
      return { answer, slot }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  const request = async (call: OwnCall): Promise<Reply> => {
    const { answer, slot } = await openRequest(call)
    try {
      const body = await answer.whole(call.limit ?? service.longestAnswer ?? LONGEST_ANSWER)
      slot.done()
      return { status: answer.status, headers: answer.headers, body }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  return {
    openRequest,
    request,
    steadyRequest: (call) =>
      repeatedly(() => request(call), {
        ...(context.retry && { policy: context.retry }),
        signal: call.signal ?? context.signal,
        again: (error, attempt) => context.log('debug', `request: try ${attempt} follows: ${error.message}`, call.path),
      }),
  }
}

/**
 * The body of an open answer, which gives its slot back at its end. `expected` tells, before the first byte, how long it must be, if
 * that is known, or throws what is wrong with the answer; a body of another length is `unavailable`.
 */
export async function* readBody({ answer, slot }: OpenReply, path: string, expected: () => number | undefined): AsyncGenerator<Uint8Array> {
  let received = 0
  let isOver = false
  try {
    const length = expected()
    for await (const chunk of answer.body) {
      received += chunk.byteLength
      yield chunk
    }
    if (length !== undefined && received !== length) {
      throw new FsError('unavailable', `the body ended after ${received} of ${length} bytes`, { path })
    }
    isOver = true
    slot.done(received)
  } catch (error) {
    isOver = true
    settle(slot, error)
    throw error
  } finally {
    answer.discard()
    if (!isOver) slot.done(received)
  }
}

/** Tells the limiter how a failed request went. */
export function settle(slot: Slot, error: unknown): void {
  if (isFsError(error, 'rate-limited')) slot.refused(error.retryAfter)
  else if (!isFsError(error) || error.kind === 'unavailable') slot.failed()
  else slot.done()
}
