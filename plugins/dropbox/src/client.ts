import {
  type BackendContext,
  type HttpAnswer,
  isFsError,
  lazyHttpClient,
  type OpenReply,
  repeatedly,
  type Slot,
  type SlotUse,
  settle,
} from '@tranship/core/backend'
import type { Dropbox, DropboxResponse } from 'dropbox'
import { createAccess } from './auth/access.js'
import { createIdentity } from './auth/identity.js'
import { errorOf, type Subject } from './errors.js'
import { headerJson } from './header-json.js'
import type { Hosts, Settings } from './settings.js'

/** Bytes of an answer that is read as a whole: a page of a listing has 2000 entries. */
const LONGEST_ANSWER = 16 * 1024 ** 2

/** What every request tells of itself. */
export interface Call extends Subject {
  readonly signal?: AbortSignal | undefined
  /** The caller holds a slot for it, by `holding`: it takes none of its own. */
  readonly isHeld?: boolean
}

/** The bytes of a file, or a piece of it, with what is to become of them. */
interface Upload extends Call {
  readonly route: string
  readonly argument: object
  readonly body: Uint8Array
}

interface Download extends Call {
  readonly route: string
  readonly argument: object
  readonly range: string | undefined
}

/** What every part of an open Dropbox Fs works with. All requests reject with an FsError for any refusal, or the signal's reason. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  /** One call of the vendor's SDK, whose requests go out by core's HTTP. */
  ask<Result>(call: Call, run: (dropbox: Dropbox) => Promise<DropboxResponse<Result>>): Promise<Result>
  /** The same for a call that can be repeated: again while it fails in a way that may pass. `attempt` counts from 1. */
  steadily<Result>(call: Call, run: (dropbox: Dropbox, attempt: number) => Promise<DropboxResponse<Result>>): Promise<Result>
  /** One request that carries content; gives the JSON of its answer. */
  upload<Result>(upload: Upload): Promise<Result>
  download(download: Download): Promise<OpenReply>
  /** Takes one slot for the upload of so many bytes, and for all requests that go with it; those say so. */
  holding<Result>(call: Call, bytes: number, work: () => Promise<Result>): Promise<Result>
  /** Runs a task again while it fails in a way that may pass. Core repeats operations as a whole: this is for what makes up one. */
  repeated<Result>(call: Call, task: (attempt: number) => Promise<Result>): Promise<Result>
  close(): void
}

interface Exchange extends Call {
  readonly host: keyof Hosts
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly use: SlotUse
  /** Whose files: absent for what is no file's matter. */
  readonly isAnonymous?: boolean
}

/** Of a request that goes with another one. */
const NO_SLOT: Slot = { done: () => {}, refused: () => {}, failed: () => {} }

/** Which requests carry the content of a file. */
const CONTENT: Readonly<Partial<Record<SlotUse, { readonly content: 'upload' | 'download' }>>> = {
  upload: { content: 'upload' },
  open: { content: 'download' },
}

/** Sends nothing, and loads neither HTTP nor the SDK, before the first request. */
export function createSession(settings: Settings, context: BackendContext): Session {
  const http = lazyHttpClient(context.http)
  const access = createAccess(settings, context)
  const identity = createIdentity(settings, async (email) => {
    const { members_info: members } = await sdkCall({ path: '' }, true, (dropbox) =>
      dropbox.teamMembersGetInfoV2({ members: [{ '.tag': 'email', email }] }),
    )
    const [member] = members
    return member?.['.tag'] === 'member_info' ? member.profile.team_member_id : undefined
  })

  const send = async (exchange: Exchange, token: string, signal: AbortSignal): Promise<HttpAnswer> => {
    const { host, target, headers, body, use, isAnonymous } = exchange
    const whose = isAnonymous ? {} : await identity(signal)
    return (await http.get()).send({
      method: 'POST',
      origin: settings.hosts[host],
      target,
      headers: { ...headers, ...whose },
      credentials: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body }),
      signal,
      ...CONTENT[use],
      path: exchange.path,
    })
  }

  const exchanged = async (exchange: Exchange): Promise<OpenReply> => {
    const { signal = context.signal, use, body } = exchange
    signal.throwIfAborted()
    if (!exchange.isAnonymous) await identity(signal) // which may take a slot of its own
    const slot = exchange.isHeld ? NO_SLOT : await context.limiter.enter(use, body?.byteLength ?? 0, signal)
    try {
      signal.throwIfAborted()
      const token = await access.token(signal)
      let answer = await send(exchange, token, signal)
      if (answer.status === 401) {
        const error = await errorOf(answer, exchange)
        if (!isFsError(error, 'signed-out')) throw error
        answer = await send(exchange, await access.renewed(token, signal), signal)
      }
      if (answer.status >= 300) throw await errorOf(answer, exchange)
      return { answer, slot }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  const textOf = async (exchange: Exchange): Promise<{ readonly status: number; readonly text: string }> => {
    const { answer, slot } = await exchanged(exchange)
    try {
      const text = (await answer.whole(LONGEST_ANSWER)).toString()
      slot.done()
      return { status: answer.status, text }
    } catch (error) {
      settle(slot, error)
      throw error
    }
  }

  const sdkCall = async <Result>(
    call: Call,
    isAnonymous: boolean,
    run: (dropbox: Dropbox) => Promise<DropboxResponse<Result>>,
  ): Promise<Result> => {
    call.signal?.throwIfAborted()
    const sdk = await import('dropbox')
    const fetch = async (url: string, init: { readonly body: string | null; readonly headers: Readonly<Record<string, string>> }) => {
      const { status, text } = await textOf({
        ...call,
        host: 'api',
        target: new URL(url).pathname,
        headers: init.headers,
        ...(init.body !== null && { body: Buffer.from(init.body) }),
        use: 'request',
        isAnonymous,
      })
      return { ok: true, status, headers: {}, text: async () => text }
    }
    const { result } = await run(new sdk.Dropbox({ fetch }))
    return result
  }

  const repeated: Session['repeated'] = (call, task) =>
    repeatedly(task, {
      ...(context.retry && { policy: context.retry }),
      signal: call.signal ?? context.signal,
      again: (error, attempt) => context.log('debug', `request: try ${attempt} follows: ${error.message}`, call.path),
    })

  return {
    settings,
    context,
    ask: (call, run) => sdkCall(call, false, run),
    steadily: (call, run) => repeated(call, (attempt) => sdkCall(call, false, (dropbox) => run(dropbox, attempt))),
    upload: async ({ route, argument, body, ...call }) => {
      const headers = { 'content-type': 'application/octet-stream', 'dropbox-api-arg': headerJson(argument) }
      const { text } = await textOf({ ...call, host: 'content', target: `/2/${route}`, headers, body, use: 'upload' })
      return JSON.parse(text)
    },
    download: ({ route, argument, range, ...call }) => {
      const headers = { 'dropbox-api-arg': headerJson(argument), ...(range !== undefined && { range }) }
      return exchanged({ ...call, host: 'content', target: `/2/${route}`, headers, use: 'open' })
    },
    holding: async ({ signal = context.signal }, bytes, work) => {
      await identity(signal) // which may take a slot of its own
      const slot = await context.limiter.enter('upload', bytes, signal)
      try {
        const result = await work()
        slot.done()
        return result
      } catch (error) {
        settle(slot, error)
        throw error
      }
    },
    repeated,
    close: http.close,
  }
}
