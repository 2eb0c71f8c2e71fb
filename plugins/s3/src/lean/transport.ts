import { Readable } from 'node:stream'
import { type HttpSettings, whenAborted } from '@tranship/core/backend'
import type { Dispatcher } from 'undici'
import { connecting } from './connecting.js'
import type { Connections } from './connections.js'
import { watched } from './watched.js'

export interface WireRequest {
  /** Scheme, host and port. */
  readonly origin: string
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Path and query, encoded. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal | undefined
  /** Bytes that an answer may have, except one that is streamed. */
  readonly limit: number
  /** Whether the body of a good answer is read as it comes. */
  readonly streams: boolean
}

export interface WireAnswer {
  readonly status: number
  /** By their lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Bytes, unless the request streams and the answer is a good one. */
  readonly body: Buffer | Readable
}

/** Bytes of a streamed body that wait for their reader at most. */
const READ_AHEAD = 256 * 1024

/** Sends requests over connections that are kept open, each over as many as it takes. No redirect is followed. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>
  close(): void
}

export async function createTransport(http: HttpSettings): Promise<Transport> {
  const connectionsFor = await connecting(http)
  const byOrigin = new Map<string, Connections>()
  const connectionsTo = (origin: string): Connections => {
    const known = byOrigin.get(origin)
    if (known !== undefined) return known
    const connections = connectionsFor(origin)
    byOrigin.set(origin, connections)
    return connections
  }
  const send = (request: WireRequest) => exchange(connectionsTo(request.origin), request)
  const { watch } = http
  return {
    send: watch === undefined ? send : (request) => watched(watch, request, send),
    close: () => {
      for (const connections of byOrigin.values()) connections.close()
      byOrigin.clear()
    },
  }
}

function exchange(connections: Connections, request: WireRequest): Promise<WireAnswer> {
  const { signal, limit } = request
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: WireAnswer['headers'] = {}
    let stream: Readable | undefined
    let chunks: Buffer[] = []
    let size = 0

    const stop = (reason: unknown): void => {
      endWait?.()
      const failure = reason instanceof Error ? reason : new Error('the request was cut off')
      controller?.abort(failure)
      stream?.destroy(failure)
      reject(reason)
    }
    const abort = () => stop(signal?.reason)
    if (signal?.aborted) return abort()
    const endWait = signal && whenAborted(signal, abort)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started
        if (signal?.aborted) abort()
      },
      onResponseStart: (_controller, code, fields) => {
        if (code < 200) return
        status = code
        headers = fields
        if (!request.streams || code >= 300) return
        stream = new Readable({ highWaterMark: READ_AHEAD, read: () => controller?.resume(), destroy: (error, done) => done(error) })
        stream.on('error', () => {}) // whoever reads it hears of it; nobody may
        stream.once('close', () => stream?.readableEnded || controller?.abort(new Error('the body is not wanted any more')))
        resolve({ status, headers, body: stream })
      },
      onResponseData: (_controller, chunk) => {
        if (stream !== undefined) {
          if (!stream.push(chunk)) controller?.pause()
          return
        }
        size += chunk.byteLength
        if (size > limit) stop(new Error(`the answer is longer than ${limit} bytes`))
        else chunks.push(chunk)
      },
      onResponseEnd: () => {
        connections.giveBack(connection)
        endWait?.()
        stream?.push(null)
        const [only] = chunks
        resolve({ status, headers, body: only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks) })
        chunks = []
      },
      onResponseError: (_controller, error) => {
        connections.giveBack(connection)
        stop(error)
      },
    }
    const connection = connections.take()
    connection.dispatch(dispatched(request), handler)
  })
}

const ASCII = /^\p{ASCII}*$/u

/** A text in UTF-8, which is how it was signed; undici writes each character as one byte. */
function wireText(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
}

function dispatched({ origin, method, target, headers, body }: WireRequest): Dispatcher.DispatchOptions {
  const raw: string[] = []
  for (const name in headers) raw.push(name, wireText(headers[name] as string))
  // Without `reset: false` a connection is not used again after a HEAD.
  return { origin, method, path: target, headers: raw, body: body ?? null, reset: false }
}
