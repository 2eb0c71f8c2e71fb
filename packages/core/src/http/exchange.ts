import type { ClientRequest, IncomingMessage } from 'node:http'
import type { HttpSettings } from '../backend/context.js'
import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import { whenAborted } from '../fs/when-aborted.js'
import { type HttpAnswer, type HttpRequest, pathOf } from './client.js'
import { connectionError } from './connection-error.js'

/** A request that is being sent. */
export interface Exchange {
  /** Rejects with the error of Node, or of the body. */
  readonly answer: Promise<HttpAnswer>
  /**
   * Whether it failed only because the server had closed the kept connection before, and may be sent again: nothing of an
   * answer came, and if the server did carry it out, the second answer is the same as the first would have been.
   */
  wasStale(): boolean
}

export function exchange(
  message: ClientRequest,
  request: HttpRequest,
  { connectTimeout, idleTimeout }: Pick<HttpSettings, 'connectTimeout' | 'idleTimeout'>,
): Exchange {
  const { body, signal } = request
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
  let response: IncomingMessage | undefined
  let failure: NodeJS.ErrnoException | undefined
  let isPulling = false

  let grace: NodeJS.Timeout | undefined
  const abort = () => {
    if (response === undefined && request.grace !== undefined && message.writableFinished) grace = setTimeout(cut, request.grace)
    else cut()
  }
  const cut = () => {
    if (response === undefined) reset(message)
    message.destroy(signal?.reason instanceof Error ? signal.reason : new Error('the request was cut off'))
  }
  const endWait = signal && whenAborted(signal, abort)
  message.once('close', () => {
    clearTimeout(grace)
    endWait?.()
  })
  message.on('error', (error) => {
    failure = error
    reject(error)
  })
  message.once('response', (incoming) => {
    response = incoming
    incoming.on('error', () => {}) // whoever reads it hears of it; nobody may
    resolve(answerOf(message, incoming, request))
  })
  if (connectTimeout > 0) limitConnecting(message, connectTimeout)
  if (idleTimeout > 0) {
    message.setTimeout(idleTimeout, () => {
      // Silence counts only while the other side is waited for, not while the body is awaited from or by this program.
      const isOurs = isPulling || (response !== undefined && response.readableLength > 0)
      if (isOurs) message.socket?.setTimeout(idleTimeout)
      else message.destroy(timeout(`nothing came or went for ${idleTimeout / 1000} s`))
    })
  }

  if (body === undefined || body instanceof Uint8Array) message.end(body)
  else {
    void sendStream(message, body, (pulling) => {
      isPulling = pulling
    })
  }
  return {
    answer: promise,
    wasStale: () =>
      message.reusedSocket &&
      response === undefined &&
      answersAlike(request) &&
      (failure?.code === 'ECONNRESET' || failure?.code === 'EPIPE'),
  }
}

/** Breaks the connection so that the server does not carry out later what it has not read yet. TLS has no such way: there it is closed. */
function reset({ socket }: ClientRequest): void {
  if (socket !== null && !socket.connecting && !('encrypted' in socket)) socket.resetAndDestroy()
}

/** Whether a request that is sent twice is answered the same way twice: a second DELETE finds nothing, a second conditional PUT a conflict. */
function answersAlike({ method, headers = {}, body }: HttpRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  const isConditional = Object.keys(headers).some((name) => name.toLowerCase().startsWith('if-'))
  return method === 'PUT' && !isConditional && (body === undefined || body instanceof Uint8Array)
}

/** Sends a body as it comes; its failure is that of the request. Stops pulling when the request is over before. */
async function sendStream(message: ClientRequest, body: Bytes, pulling: (is: boolean) => void): Promise<void> {
  try {
    pulling(true)
    for await (const chunk of body) {
      pulling(false)
      if (message.destroyed) return
      if (!message.write(chunk)) await drained(message)
      pulling(true)
    }
    pulling(false)
    message.end()
  } catch (error) {
    message.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

function drained(message: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      message.off('drain', go)
      message.off('close', go)
      resolve()
    }
    message.once('drain', go)
    message.once('close', go)
  })
}

function answerOf(message: ClientRequest, incoming: IncomingMessage, request: HttpRequest): HttpAnswer {
  const { signal } = request

  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of incoming) yield chunk
    } catch (error) {
      throw signal?.aborted ? signal.reason : connectionError(error, request)
    } finally {
      if (!message.writableFinished) message.destroy() // it was answered before all of it was sent
    }
  }
  const body = chunks()

  return {
    status: incoming.statusCode ?? 0,
    headers: textHeaders(incoming),
    body,
    whole: async (limit) => {
      const parts: Buffer[] = []
      let size = 0
      for await (const chunk of body) {
        size += chunk.byteLength
        if (size > limit) throw new FsError('unexpected', `the answer is longer than ${limit} bytes`, pathOf(request))
        parts.push(chunk)
      }
      return Buffer.concat(parts)
    },
    text: async (limit) => {
      const parts: Buffer[] = []
      let size = 0
      for await (const chunk of body) {
        parts.push(chunk)
        size += chunk.byteLength
        if (size > limit) break
      }
      return Buffer.concat(parts).subarray(0, limit).toString()
    },
    discard: () => void incoming.destroy(),
  }
}

function textHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, values = []] of Object.entries(headersDistinct)) headers[name] = Buffer.from(values.join(', '), 'latin1').toString()
  return headers
}

function limitConnecting(message: ClientRequest, limit: number): void {
  message.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(() => socket.destroy(timeout(`no connection within ${limit / 1000} s`)), limit)
    const stop = () => clearTimeout(timer)
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', stop)
    socket.once('close', stop)
  })
}

function timeout(text: string): Error {
  return Object.assign(new Error(text), { code: 'ETIMEDOUT' })
}
